// Package capture reads and writes files of packets: what a run sent and
// received goes out as pcapng, with the script's lines as comments, and captures
// of other tools come in, as pcap or pcapng.
package capture
