// Command outside is a program of somebody else: it parses a script, asks the
// model about it, formats it, and runs it against a stack of its own.
package main

import (
	"context"
	"fmt"

	"github.com/pktlang/pkt/exec"
	"github.com/pktlang/pkt/exec/packet"
	"github.com/pktlang/pkt/exec/stack"
	format "github.com/pktlang/pkt/fmt"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/source"
)

const script = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...)=0
+0 listen(3, 1)=0
+.1 < S 0:0(0) win 1000 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1000>
`

// polite is a stack that answers every SYN, and does nothing else.
type polite struct{ stack.Base }

func (s *polite) Inject(data []byte, _ int) error {
	syn, err := packet.Decode(data)
	if err != nil || syn.TCP() == nil {
		return err
	}
	there := syn.Tuple()
	syn.SetTuple(packet.Tuple{Source: there.Destination, Destination: there.Source})
	syn.TCP().SetAck(syn.TCP().Seq() + 1)
	syn.TCP().SetFlags(lang.SYN | lang.ACK)
	syn.SetChecksums()
	s.Send(syn.Data, s.Now())
	return nil
}

func main() {
	parsed := lang.Parse(source.NewFile("polite.pkt", script), nil)
	p, problems := program.Compile(parsed, program.Options{Complete: true})
	fmt.Println(len(problems), "problems")
	fmt.Println(model.New(p).After(4).Current().State)
	text, err := format.Source(parsed, format.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Print(text)
	verdict := exec.Run(context.Background(), p, &polite{}, nil)
	fmt.Println(verdict.Passed, verdict.Events)
}
