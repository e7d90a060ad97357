package netstack

import "github.com/pktlang/pkt/exec/abi"

// receive makes a call that reads.
func (k *Kernel) receive(fd int32, r *request) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.files[fd]
	if d == nil {
		return 0, abi.EBADF
	}
	if d.status&abi.O_ACCMODE == abi.O_WRONLY {
		return 0, abi.EBADF
	}
	timeout, _ := d.timeouts()
	block := !d.nonBlocking() && r.flags&(abi.MSG_DONTWAIT|abi.MSG_ERRQUEUE) == 0
	n, errno := k.until(block, timeout, func() (int, abi.Errno) { return d.read(r) })
	if errno != 0 && r.done > 0 {
		return r.done, 0 // what had come before
	}
	return n, errno
}

// send makes a call that writes. A call that may block takes all bytes.
func (k *Kernel) send(fd int32, r *request) (int, abi.Errno) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.files[fd]
	if d == nil {
		return 0, abi.EBADF
	}
	if d.status&abi.O_ACCMODE == abi.O_RDONLY {
		return 0, abi.EBADF
	}
	total, errno := r.length()
	if errno != 0 {
		return 0, errno
	}
	_, timeout := d.timeouts()
	block := !d.nonBlocking() && r.flags&abi.MSG_DONTWAIT == 0
	_, errno = k.until(block, timeout, func() (int, abi.Errno) {
		n, errno := d.write(r)
		r.done += n
		if errno == 0 && n > 0 && r.done < total {
			return 0, abi.EAGAIN
		}
		return r.done, errno
	})
	if r.done > 0 {
		return r.done, 0
	}
	return 0, errno
}

// Read implements calls.Kernel.
func (k *Kernel) Read(fd int32, b abi.Buffer) (int, abi.Errno) {
	if b.Length < 0 {
		return 0, abi.EFAULT // as a number without a sign it leads out of memory
	}
	return k.receive(fd, &request{vector: []abi.Buffer{b}})
}

// Readv implements calls.Kernel.
func (k *Kernel) Readv(fd int32, vector []abi.Buffer) (int, abi.Errno) {
	return k.receive(fd, &request{vector: vector})
}

// Recvfrom implements calls.Kernel.
func (k *Kernel) Recvfrom(fd int32, b abi.Buffer, flags int32, from *abi.Sockaddr) (int, abi.Errno) {
	if errno := k.isSocket(fd); errno != 0 {
		return 0, errno
	}
	return k.receive(fd, &request{vector: []abi.Buffer{b}, flags: flags, name: from})
}

// Recvmsg implements calls.Kernel.
func (k *Kernel) Recvmsg(fd int32, m *abi.Message, flags int32) (int, abi.Errno) {
	if errno := k.isSocket(fd); errno != 0 {
		return 0, errno
	}
	return k.receive(fd, &request{vector: m.Vector, flags: flags, name: m.Name, message: m})
}

// Write implements calls.Kernel.
func (k *Kernel) Write(fd int32, b abi.Buffer) (int, abi.Errno) {
	if b.Length < 0 {
		return 0, abi.EFAULT
	}
	return k.send(fd, &request{vector: []abi.Buffer{b}})
}

// Writev implements calls.Kernel.
func (k *Kernel) Writev(fd int32, vector []abi.Buffer) (int, abi.Errno) {
	return k.send(fd, &request{vector: vector})
}

// Sendto implements calls.Kernel.
func (k *Kernel) Sendto(fd int32, b abi.Buffer, flags int32, to *abi.Sockaddr) (int, abi.Errno) {
	if errno := k.isSocket(fd); errno != 0 {
		return 0, errno
	}
	return k.send(fd, &request{vector: []abi.Buffer{b}, flags: flags, name: to})
}

// Sendmsg implements calls.Kernel.
func (k *Kernel) Sendmsg(fd int32, m *abi.Message, flags int32) (int, abi.Errno) {
	if errno := k.isSocket(fd); errno != 0 {
		return 0, errno
	}
	return k.send(fd, &request{vector: m.Vector, flags: flags, name: m.Name, message: m})
}

func (k *Kernel) isSocket(fd int32) abi.Errno {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, _, errno := k.socket(fd)
	return errno
}
