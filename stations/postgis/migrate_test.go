package postgis_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"yizhan/migrations"
	"yizhan/stations/postgis"
	"yizhan/stations/storetest"
)

// firstWave is a schema as the first yizhan left it.
func firstWave(t *testing.T) (dsn string) {
	t.Helper()
	dsn = newSchema(t)
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	dir, err := migrations.PostGIS()
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), storetest.FirstWaveVersion); err != nil {
		t.Fatal(err)
	}
	for _, c := range storetest.FirstWave() {
		run := func(statement string, args ...any) {
			if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		run(`UPDATE meta SET revision = $1`, c.Revision)
		run(`DELETE FROM station WHERE id = $1`, c.ID)
		if c.Record == "" {
			run(`INSERT INTO change VALUES ($1, $2, NULL, $3)`, c.Revision, c.ID, c.At)
			continue
		}
		run(`INSERT INTO change VALUES ($1, $2, $3, $4)`, c.Revision, c.ID, c.Record, c.At)
		run(`INSERT INTO station SELECT r ->> 'id', (r ->> 'revision')::bigint, $2, coalesce(r ->> 'code', ''), r ->> 'kind', r ->> 'lifecycle',
			r #>> '{position,quality}', r #>> '{position,adcode}', r ->> 'source', r ->> 'source_record', r ->> 'name',
			ST_SetSRID(ST_MakePoint((r #>> '{position,point,0}')::float8, (r #>> '{position,point,1}')::float8), 4326), r
			FROM (SELECT $1::json AS r) AS x`, c.Record, c.At)
		run(`INSERT INTO station_code SELECT code, id FROM station WHERE code <> '' ON CONFLICT DO NOTHING`)
		run(`INSERT INTO station_service SELECT $1, s ->> 'code', s ->> 'status', NULL
			FROM json_array_elements(coalesce($2::json -> 'services', '[]')) AS s`, c.ID, c.Record)
	}
	return dsn
}

func TestASchemaOfTheFirstWaveIsMigrated(t *testing.T) {
	dsn := firstWave(t)
	if _, err := postgis.Migrate(t.Context(), dsn); err != nil {
		t.Fatalf("Migrate(version 4) = %v", err)
	}
	storetest.WantFirstWave(t, open(t, dsn))
}
