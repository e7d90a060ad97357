// Package replay makes the script that replays one side of a captured TCP
// connection: what the local side sent is expected, what the remote side sent is
// injected, and the system calls that lead to it are guessed. It is a pure
// function of a capture's packets; it runs nothing.
//
// What a capture does not show is not known: when a program called write or read
// is guessed from where data left and was acknowledged, and which socket options
// and sysctls were set is told as comments.
package replay
