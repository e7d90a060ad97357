package calls

import (
	"testing"

	"github.com/pktlang/pkt/lang/vocab"
)

// Every system call that lang/vocab has of the base dialect can be made, and no
// other.
func TestVocabularyOfCalls(t *testing.T) {
	base := 0
	for _, call := range vocab.SystemCalls() {
		_, known := handlers[call.Name]
		if known != (call.Dialect == vocab.Base) {
			t.Errorf("%s of the dialect %s has a handler: %t", call.Name, call.Dialect, known)
		}
		if known {
			base++
		}
	}
	if base != len(handlers) {
		t.Errorf("%d handlers, but %d calls of the base dialect", len(handlers), base)
	}
}
