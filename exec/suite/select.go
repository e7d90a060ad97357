package suite

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Shard is one of several parts that a suite is run in, on as many machines. The
// zero Shard is the whole suite.
type Shard struct {
	Index, Count int // Index is from 1 to Count
}

// ParseShard reads "2/5".
func ParseShard(text string) (Shard, error) {
	index, count, _ := strings.Cut(text, "/")
	i, err := strconv.Atoi(index)
	n, err2 := strconv.Atoi(count)
	if err != nil || err2 != nil || i < 1 || i > n {
		return Shard{}, fmt.Errorf("bad shard %q: expected I/N with I from 1 to N, such as 2/5", text)
	}
	return Shard{Index: i, Count: n}, nil
}

// Has reports whether a case belongs to the shard. That depends on nothing but
// the script's path as it was given, the variant and the number of shards.
func (s Shard) Has(c *Case) bool {
	if s.Count == 0 {
		return true
	}
	h := fnv.New64a()
	// Hash.Write never returns an error.
	_, _ = h.Write([]byte(filepath.ToSlash(filepath.Clean(c.Script.File.Name)) + "\x00" + c.Variant))
	return h.Sum64()%uint64(s.Count) == uint64(s.Index-1)
}

// Tagged reports whether the script has one of the tags.
func (c *Case) Tagged(tags []string) bool {
	return slices.ContainsFunc(tags, func(tag string) bool { return slices.Contains(c.Tags, tag) })
}

// Shuffle puts cases into an order that the seed alone decides.
func Shuffle(cases []*Case, seed uint64) {
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
}

// Repeat is the cases n times over, each of them on its own.
func Repeat(cases []*Case, n int) []*Case {
	out := make([]*Case, 0, n*len(cases))
	for range n {
		for _, c := range cases {
			again := *c
			out = append(out, &again)
		}
	}
	return out
}
