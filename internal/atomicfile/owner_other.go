//go:build !unix

package atomicfile

import (
	"io/fs"
	"os"
)

func links(fs.FileInfo) uint64 { return 1 }

func keepOwner(*os.File, fs.FileInfo) error { return nil }

// syncFolder does nothing: such systems offer no way to sync a folder.
func syncFolder(string) error { return nil }
