package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/run"
)

// chooseFlags choose which of the scripts are run, how often and until when.
type chooseFlags struct {
	List       bool     `help:"Print the names of what would be run, and run nothing."`
	Tag        []string `placeholder:"TAG" help:"Run only scripts with this tag (// pkt:tags TAG). May be repeated: one is enough."`
	Shard      string   `placeholder:"I/N" help:"Run the Ith of N parts of the scripts; a script is always in the same one."`
	Shuffle    *uint64  `placeholder:"SEED" help:"Run the scripts in an order that this number decides."`
	Repeat     int      `placeholder:"N" default:"1" help:"Run each script N times."`
	UntilFail  bool     `help:"Run the scripts over and over until one fails, at most --repeat times where that is given."`
	FailFast   bool     `help:"Start no more scripts when one has failed."`
	LastFailed bool     `help:"Run the scripts that failed when they were run last from this folder; without a path all of them."`
}

// validate is part of Validate of a command that has these flags.
func (f *chooseFlags) validate() error {
	if f.Repeat < 1 {
		return fmt.Errorf("--repeat: expected 1 or more times, not %d", f.Repeat)
	}
	if f.Shard == "" {
		return nil
	}
	if _, err := suite.ParseShard(f.Shard); err != nil {
		return fmt.Errorf("--shard: %w", err)
	}
	return nil
}

// rounds is how often all scripts are run one after the other; 0 for no end.
func (f *chooseFlags) rounds() int {
	switch {
	case !f.UntilFail:
		return 1
	case f.Repeat > 1:
		return f.Repeat
	}
	return 0
}

// choose returns those of the cases that the flags name, in their order.
func (f *chooseFlags) choose(cases []*suite.Case, last lastFailed) ([]*suite.Case, error) {
	var shard suite.Shard
	if f.Shard != "" {
		shard, _ = suite.ParseShard(f.Shard) // Validate has read it
	}
	kept := slices.DeleteFunc(slices.Clone(cases), func(c *suite.Case) bool {
		return len(f.Tag) > 0 && !c.Tagged(f.Tag) || f.LastFailed && !last.has(c.Of())
	})
	if len(kept) == 0 && len(cases) > 0 {
		return nil, errors.New("no script is left to run: --tag and --last-failed leave out all that were found")
	}
	kept = slices.DeleteFunc(kept, func(c *suite.Case) bool { return !shard.Has(c) })
	if !f.UntilFail {
		kept = suite.Repeat(kept, f.Repeat)
	}
	if f.Shuffle != nil {
		suite.Shuffle(kept, *f.Shuffle)
	}
	return kept, nil
}

// failed reports whether a status is one that --fail-fast and --until-fail wait
// for.
func failed(s run.Status) bool {
	return run.Counts{s: 1}.ExitCode() != exitFine && s != run.StatusInterrupted
}
