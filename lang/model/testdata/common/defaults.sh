#!/bin/sh
# The settings that the model takes as made where a script runs a defaults.sh.
sysctl -q -w net.ipv4.tcp_timestamps=1 net.ipv4.tcp_sack=1 net.ipv4.tcp_dsack=1 net.ipv4.tcp_ecn=0 \
	net.ipv4.tcp_rmem="4096 540000 15728640" net.ipv4.tcp_wmem="4096 262144 4194304" \
	net.ipv4.tcp_slow_start_after_idle=0 net.ipv4.tcp_syn_retries=5 net.ipv4.tcp_synack_retries=5 \
	net.ipv4.tcp_window_scaling=1 net.ipv4.tcp_congestion_control=reno
