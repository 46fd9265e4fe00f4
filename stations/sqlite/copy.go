package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	"yizhan/stations"
)

// keptCopies is how many copies of before a migration stay beside the file.
const keptCopies = 3

// keepCopy puts a copy of the file beside it, as FILE.bak-VERSION, when it
// holds tables that are about to be migrated. It returns the copy's name, ""
// when there was nothing to copy.
func keepCopy(ctx context.Context, db *sql.DB, path string, provider *goose.Provider) (string, error) {
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return "", unopened(fmt.Errorf("%s: %w", path, err))
	}
	if have == 0 || have >= want {
		return "", nil
	}
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return "", err
	}
	defer os.Remove(part.Name()) // gone already when all went well
	defer part.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, part.Name()); err != nil {
		return "", err
	}
	if err := part.Sync(); err != nil {
		return "", err
	}
	name, err := copyName(ctx, path, part.Name(), want)
	if err != nil || name == "" {
		return "", err
	}
	if err := os.Rename(part.Name(), name); err != nil {
		return "", err
	}
	return name, dropOldCopies(path)
}

// copyName names a copy by the version that it has: another process may have
// migrated the file while it was copied. Then it is "", nothing to keep.
func copyName(ctx context.Context, path, part string, want int64) (string, error) {
	db, err := connect(part, "mode=ro&immutable=1")
	if err != nil {
		return "", err
	}
	defer db.Close()
	var have int64
	err = db.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&have)
	if err != nil || have >= want {
		return "", err
	}
	return fmt.Sprintf("%s.bak-%d", path, have), nil
}

// dropOldCopies removes all copies but those of the keptCopies newest
// versions.
func dropOldCopies(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	var versions []int64
	for _, e := range entries {
		number, ours := strings.CutPrefix(e.Name(), filepath.Base(path)+".bak-")
		if version, err := strconv.ParseInt(number, 10, 64); ours && err == nil {
			versions = append(versions, version)
		}
	}
	slices.Sort(versions)
	var errs []error
	for _, version := range versions[:max(0, len(versions)-keptCopies)] {
		errs = append(errs, os.Remove(fmt.Sprintf("%s.bak-%d", path, version)))
	}
	return errors.Join(errs...)
}

// copyError says that a file is not migrated because it could not be copied,
// unless it could not even be opened.
func copyError(err error) error {
	if stations.CodeOf(err) == stations.Unavailable {
		return err
	}
	return &stations.Error{Code: stations.Unavailable, Text: "cannot copy the SQLite file before its tables are changed; nothing was changed", Err: err}
}
