package jobs

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"yizhan/stations"
)

// Migrate makes or brings up to date the tables of the queue, whose names
// begin with river_, in the schema of the store, and returns the names of the
// migrations that it applied. A store that is not shared has none. They hold
// only what is under way, so backups leave them out. The errors are those of
// Open.
func Migrate(ctx context.Context, dsn string) (applied []string, err error) {
	if !Shared(dsn) {
		return nil, nil
	}
	pool, err := connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	quiet := slog.New(slog.DiscardHandler) // the caller reports
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return nil, fmt.Errorf("read the queue's migrations: %w", err)
	}
	result, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return nil, &stations.Error{Code: stations.Unavailable, Text: "cannot bring the queue of jobs up to date", Err: err}
	}
	for _, v := range result.Versions {
		applied = append(applied, fmt.Sprintf("river_%03d %s", v.Version, v.Name))
	}
	return applied, nil
}
