// The scripts that the tests open.

export const passive = `// A server accepts a connection.
    0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
   +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
   +0 bind(3, ..., ...) = 0
   +0 listen(3, 1) = 0

   +0 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop>
   +0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK>
  +.1 < . 1:1(0) ack 1 win 32792
   +0 accept(3, ..., ...) = 4

// The application sends, and the peer acknowledges.
 +.05 write(4, ..., 1000) = 1000
   +0 > P. 1:1001(1000) ack 1
 +.01 < . 1:1(0) ack 1001 win 32792
`;

export const failing = passive.replace("> P. 1:1001(1000) ack 1", "> P. 1:1001(1000) ack 2");

export const colours = `${passive}
// Two other languages in one.
   +0 \`sysctl -q net.ipv4.tcp_sack\`
   +0 %{ assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd }%
`;

export const typo = passive.replace("<mss 1000,sackOK,", "<mss 1000,sackOk,");

export const untidy = passive.replace("   +0 bind(3", "+0    bind(3").replace("listen(3, 1)", "listen(3,1)");

export const slow = passive.replace(" +.05 write", "  +30 write");
