// Package capture writes what a run sent and received as a file of packets
// (pcapng), for other tools to read.
package capture
