package build

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// debData is the member of a package of Debian that holds its files, and the
// name of that. A package is an archive of ar(5), see deb(5).
func debData(file io.ReadSeeker) (data io.Reader, name string, err error) {
	const magic, headerSize = "!<arch>\n", 60
	start := make([]byte, len(magic))
	if _, err := io.ReadFull(file, start); err != nil || string(start) != magic {
		return nil, "", errors.New("it is no package of Debian")
	}
	header := make([]byte, headerSize)
	for {
		if _, err := io.ReadFull(file, header); err != nil {
			return nil, "", errors.New("the package has no files")
		}
		name := strings.TrimRight(string(header[:16]), " /")
		size, err := strconv.ParseInt(strings.TrimSpace(string(header[48:58])), 10, 64)
		if err != nil || size < 0 {
			return nil, "", fmt.Errorf("the package's member %q has no size", name)
		}
		if strings.HasPrefix(name, "data.tar") {
			return io.LimitReader(file, size), name, nil
		}
		if _, err := file.Seek(size+size%2, io.SeekCurrent); err != nil {
			return nil, "", fmt.Errorf("reading the package: %w", err)
		}
	}
}
