package model

// afterCommand gives up what a timed command may change of open connections.
func (w *walker) afterCommand(text string) {
	e := w.state.Environment
	if !e.Disturbed {
		return
	}
	for i := range w.state.connections {
		w.state.editConnection(i).setVague("a command may have changed how its packets travel")
	}
}

// finish looks at what is left when the script ends.
func (w *walker) finish() {}
