package suite

import (
	"context"
	"fmt"

	"github.com/pktlang/pkt/lang/source"
)

// Accept makes a script expect what the stack does. It runs the script, puts
// what happened in place of the expectation that failed, and runs it again,
// until the script passes, or fails in a way that cannot be written down. make
// builds a case of a changed text. It returns the text with all changes and the
// last result, which is of a run of that very text.
func (r *Runner) Accept(ctx context.Context, file *source.File, make func(*source.File) (*Case, error)) (*source.File,
	*Result, error) {
	// A script cannot need more changes than it has tokens; one that does not
	// settle changes what the stack does each time.
	for range len(file.Text) + 1 {
		c, err := make(file)
		if err != nil {
			return nil, nil, err
		}
		result := r.run(ctx, c)
		failure := result.Failure()
		if failure == nil || len(failure.Accept) == 0 || ctx.Err() != nil {
			return file, result, nil
		}
		text, err := source.Apply(file.Text, failure.Accept)
		if err != nil {
			return nil, nil, fmt.Errorf("changing what %s expects: %w", file.Name, err)
		}
		if text == file.Text {
			return file, result, nil
		}
		file = source.NewFile(file.Name, text)
	}
	return nil, nil, fmt.Errorf("%s does not settle: each run asks for another change", file.Name)
}
