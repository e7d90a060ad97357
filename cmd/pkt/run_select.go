package main

import (
	"fmt"

	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/query"
)

// selection is what --filter and --skip choose; nil where neither is given.
func (c *runCommand) selection() (func(*program.Program) bool, error) {
	if c.Filter == "" && c.Skip == "" {
		return nil, nil
	}
	filter, err := flagQuery("--filter", c.Filter)
	if err != nil {
		return nil, err
	}
	skip, err := flagQuery("--skip", c.Skip)
	if err != nil {
		return nil, err
	}
	return func(p *program.Program) bool {
		return (filter == nil || len(filter.Find(p)) > 0) && (skip == nil || len(skip.Find(p)) == 0)
	}, nil
}

// flagQuery reads the query of a flag; nil where it is not given.
func flagQuery(flag, text string) (*query.Query, error) {
	if text == "" {
		return nil, nil
	}
	q, err := query.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	return q, nil
}
