package netstack

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"sync"
)

// random is the source of all that the stack takes by chance: sequence numbers,
// ports, offsets of timestamps. The same seed gives the same run.
type random struct {
	mu     sync.Mutex
	source *rand.ChaCha8
}

var _ io.Reader = (*random)(nil)

func newRandom(seed int64) *random {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], uint64(seed))
	return &random{source: rand.NewChaCha8(key)}
}

// Read implements io.Reader.
func (r *random) Read(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.source.Read(b)
}

// Uint64 implements rand.Source64 of math/rand.
func (r *random) Uint64() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.source.Uint64()
}

// Int63 implements rand.Source of math/rand.
func (r *random) Int63() int64 { return int64(r.Uint64() >> 1) }

// Seed implements rand.Source of math/rand. The seed is given once, above.
func (*random) Seed(int64) {}
