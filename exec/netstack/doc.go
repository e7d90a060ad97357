// Package netstack is gVisor's TCP/IP stack as a stack under test, inside of
// this process and in virtual time: it needs no rights, no device and no
// waiting, runs wherever Go does, and gives the same run for the same seed,
// whatever the load of the machine.
//
// A Machine fills exec/stack.Stack with a gVisor stack behind it, and its
// Kernel answers the system calls of a script as Linux would, with endpoints of
// that stack.
package netstack
