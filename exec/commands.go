package exec

import "github.com/pktlang/pkt/lang"

// initCommand runs the command before the first event, after the scripts that
// --init_scripts names.
func (e *engine) initCommand() bool {
	for _, text := range e.settings.InitScripts {
		if err := e.stack.Command(text); err != nil {
			e.fail(e.untimedCommand("init script", nil, text, err))
			return false
		}
	}
	st := e.program.Init
	if st == nil {
		return true
	}
	text := commandText(st)
	if err := e.stack.Command(text); err != nil {
		e.fail(e.untimedCommand("init command", st, text, err))
		return false
	}
	e.initialized.Store(true)
	return true
}

// cleanupCommand runs the command after the last event, once, whether or not
// the script passed. Like google/packetdrill it does so only for a script whose init
// command has run: it is there to undo what that one did.
func (e *engine) cleanupCommand() bool {
	if text, err := e.cleanUp(); err != nil {
		e.fail(e.untimedCommand("cleanup command", e.program.Cleanup, text, err))
		return false
	}
	return true
}

// cleanUp is cleanupCommand for any thread.
func (e *engine) cleanUp() (text string, err error) {
	st := e.program.Cleanup
	if st == nil || !e.initialized.CompareAndSwap(true, false) {
		return "", nil
	}
	text = commandText(st)
	return text, e.stack.Command(text)
}

func commandText(st *lang.Statement) string {
	if c, ok := st.Action.(*lang.Command); ok {
		return c.Text
	}
	return ""
}
