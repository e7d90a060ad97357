// Package calls runs the system calls of a script against the kernel of this
// machine, and compares what they return and write with what the script says.
//
// A call is handled in two steps. Compiling it resolves names, counts and
// checks arguments, and needs no kernel: Table.Check does that for a whole
// script before anything runs. Invoking it maps the script's descriptors to
// live ones, fills in live addresses and buffers, makes the call, and compares.
//
// What is compared, and what is not, follows google/packetdrill
// (run_system_call.c), so that a script gets the same verdict from both. Where
// that tool stops at a form that its own grammar allows, this package goes on:
// a string as a buffer is sent and compared, and getsockopt takes
// {onoff=, linger=}.
package calls
