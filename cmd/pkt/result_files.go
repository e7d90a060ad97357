package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pktlang/pkt/exec/suite/resultfile"
)

// resultFlags are files that results are written to besides what is printed.
type resultFlags struct {
	JUnit string `name:"junit" type:"path" placeholder:"FILE" help:"Write the results as JUnit's XML, with flaky tests as Maven Surefire has them."`
	TAP   string `name:"tap" type:"path" placeholder:"FILE" help:"Write the results by the Test Anything Protocol."`
	KTAP  string `name:"ktap" type:"path" placeholder:"FILE" help:"Write the results as the tests of the Linux kernel do."`
}

// write writes the files that were asked for.
func (f *resultFlags) write(r *resultfile.Results) error {
	return errors.Join(writeWhole(f.JUnit, r.JUnit), writeWhole(f.TAP, r.TAP), writeWhole(f.KTAP, r.KTAP))
}

// writeWhole writes a file that is there as a whole or not at all; nothing where
// path is empty.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	if path == "" {
		return nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("cannot write the results: %w", err)
		}
	}()
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = file.Write(text.Bytes())
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
