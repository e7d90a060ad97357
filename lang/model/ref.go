package model

import "github.com/pktlang/pkt/lang"

// Ref names one of a numbered kind of things, or none: the zero Ref names none.
type Ref[T any] struct{ plusOne int64 }

// The kinds of references.
type (
	// StatementRef names a statement by its index in Script.Statements.
	StatementRef = Ref[lang.Statement]
	// ConnectionRef names a connection by its ID.
	ConnectionRef = Ref[Connection]
	// DescriptorRef names a descriptor by the script's number.
	DescriptorRef = Ref[Descriptor]
)

// StatementAt names the statement with that index.
func StatementAt(index int) StatementRef { return StatementRef{int64(index) + 1} }

// Index is the number of what is named; ok is false where the Ref names none.
func (r Ref[T]) Index() (index int64, ok bool) { return r.plusOne - 1, r.plusOne > 0 }

// Any reports whether the Ref names something.
func (r Ref[T]) Any() bool { return r.plusOne > 0 }

// Is reports whether the Ref names the thing with that number.
func (r Ref[T]) Is(index int64) bool { return r.plusOne > 0 && r.plusOne-1 == index }

// After reports whether what r names comes after what other names. Everything
// comes after none.
func (r Ref[T]) After(other Ref[T]) bool { return r.plusOne > other.plusOne }

// Or is r, or other where r names none.
func (r Ref[T]) Or(other Ref[T]) Ref[T] {
	if r.Any() {
		return r
	}
	return other
}

// StatementOf is the named statement of a script, or nil.
func StatementOf(script *lang.Script, ref StatementRef) *lang.Statement {
	i, ok := ref.Index()
	if !ok || i >= int64(len(script.Statements)) {
		return nil
	}
	return script.Statements[i]
}

func connectionRef(id int) ConnectionRef { return ConnectionRef{int64(id) + 1} }

func descriptorRef(number int64) DescriptorRef { return DescriptorRef{number + 1} }

// moment is a statement and when it happens.
type moment struct {
	statement StatementRef
	clock     Clock
}
