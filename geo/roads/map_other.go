//go:build !linux && !darwin

package roads

import "os"

// mapFile reads the whole file, where files are not mapped. unmap does
// nothing: the memory is collected with the graph.
func mapFile(path string) (data []byte, unmap func() error, err error) {
	data, err = os.ReadFile(path)
	return data, func() error { return nil }, err
}
