package calls

import (
	"github.com/pktlang/pkt/exec/abi"
	"github.com/pktlang/pkt/lang/program"
)

// newFileMode is for files that a script creates; the umask applies. The call
// of a script has no place for a mode.
const newFileMode = 0o666

// runOpen is open(2) in the folder that the script runs in.
func (i *invocation) runOpen() *mismatch {
	path := string(i.Arguments[0].Text().Bytes)
	i.call(func() (int, abi.Errno) { return i.kernel().Open(path, i.number(1), newFileMode) })
	_, m := i.open(&descriptor{})
	return m
}

func (i *invocation) runPipe() *mismatch {
	var live [2]int32
	i.call(func() (_ int, errno abi.Errno) {
		live, errno = i.kernel().Pipe()
		return 0, errno
	})
	if m := i.checkResult(); m != nil || i.result < 0 {
		return m
	}
	a := &i.Arguments[0]
	for n, script := range a.Value.(program.DescriptorPair) {
		if f := i.table.add(a.Syntax, &descriptor{script: script, live: live[n]}, false); f != nil {
			return refuse(f)
		}
	}
	return nil
}

// runSendfile is sendfile(2). What it does to the offset is not compared.
func (i *invocation) runSendfile() *mismatch {
	out, m := i.descriptor(0)
	if m != nil {
		return m
	}
	in, m := i.descriptor(1)
	if m != nil {
		return m
	}
	offset := i.Arguments[2].Number()
	done := i.announce(out, int(i.number(3)), nil)
	i.call(func() (int, abi.Errno) { return i.kernel().Sendfile(out.live, in.live, offset, i.number(3)) })
	done()
	return i.checkResult()
}

// runSplice is splice(2). The offsets are pointers, and any but NULL points
// nowhere: the kernel answers ESPIPE or EFAULT, as the script may expect.
func (i *invocation) runSplice() *mismatch {
	in, m := i.descriptor(0)
	if m != nil {
		return m
	}
	out, m := i.descriptor(2)
	if m != nil {
		return m
	}
	done := i.announce(out, int(i.number(4)), nil)
	i.call(func() (int, abi.Errno) {
		return i.kernel().Splice(in.live, i.Arguments[1].Number(), out.live, i.Arguments[3].Number(),
			i.number(4), i.number(5))
	})
	done()
	return i.checkResult()
}
