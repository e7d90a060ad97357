// Package feature has what an editor is offered for a script: hover,
// completion, symbols, rename and all others of the Language Server Protocol
// (3.17), each as a function of a Document and a place in it.
//
// A [Document] is one version of a script and never changes. Its syntax tree,
// the model's walk over it and what the linter finds are computed at their first
// use and shared by all features; [Document.Edited] makes the next version,
// which parses only the events that an edit touches and takes all else over.
// The functions keep no state, read no files and start nothing, so that they can
// be called for any document from any goroutine, without a server.
//
// Places are the protocol's: lines and characters from 0, characters in the
// encoding that the document was made with. [Mapper] leads to offsets and back.
package feature
