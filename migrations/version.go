package migrations

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Newest returns the number of the newest migration, which is the same for
// both stores: the version that their tables have.
func Newest() (int64, error) {
	names, err := fs.Glob(files, "sqlite/*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("find migrations: %w", err)
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(names[len(names)-1], "sqlite/"), "_") // Glob sorts
	newest, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read the number of a migration: %w", err)
	}
	return newest, nil
}
