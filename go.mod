module yizhan

go 1.26.3

require (
	github.com/alecthomas/kong v1.17.0 // rooms: cmd/yizhan (command line and configuration)
	github.com/google/go-cmp v0.7.0 // rooms: tests
	github.com/google/uuid v1.6.0 // rooms: stations (UUIDv7 ids)
	github.com/jackc/pgx/v5 v5.12.0 // rooms: stations/postgis, stations/jobs
	github.com/klauspost/compress v1.20.1 // rooms: geo/osm (to inflate PBF)
	github.com/labstack/echo/v4 v4.16.0 // rooms: stations/api
	github.com/parquet-go/parquet-go v0.32.0 // rooms: stations/snapshot (GeoParquet)
	github.com/paulmach/orb v0.14.0 // rooms: any (the geometry vocabulary)
	github.com/paulmach/osm v0.9.0 // rooms: tests (the independent reader of PBF)
	github.com/pressly/goose/v3 v3.29.0 // rooms: stations/postgis, stations/sqlite
	github.com/schollz/progressbar/v3 v3.19.1 // rooms: cmd/yizhan
	github.com/twpayne/go-geom v1.7.0 // rooms: stations/ewkb
	github.com/uber/h3-go/v4 v4.5.0 // rooms: geo/hex
	github.com/xuri/excelize/v2 v2.11.0 // rooms: stations/exchange
	go.uber.org/goleak v1.3.0 // rooms: tests
	golang.org/x/text v0.43.0 // rooms: stations/text, stations/exchange
	golang.org/x/time v0.16.0 // rooms: stations/access
	google.golang.org/protobuf v1.36.12 // rooms: geo/osm, stations/api (protowire, to read and write PBF, to write tiles of points)
	modernc.org/sqlite v1.60.1 // rooms: stations/sqlite
	pgregory.net/rapid v1.3.0 // rooms: tests
)

require (
	github.com/mozillazg/go-pinyin v0.21.0 // rooms: tests (a second opinion on readings of characters)
	github.com/oapi-codegen/runtime v1.8.0 // rooms: stations/client (parameters of what is generated)
	github.com/prometheus/client_golang v1.25.0 // rooms: stations/api (metrics)
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // rooms: tests (what answers may be, by JSON Schema)
	github.com/signintech/gopdf v0.33.0 // rooms: stations/report (documents)
	github.com/skip2/go-qrcode v0.0.0-20200617195104-da1b6568686e // rooms: stations/report (codes on posters)
	github.com/twpayne/go-polyline v1.1.1 // rooms: stations/api (encoded routes)
	go.yaml.in/yaml/v3 v3.0.5 // rooms: stations/api (openapi.json is made of openapi.yaml)
	golang.org/x/image v0.47.0 // rooms: stations/report, stations/darkroom (maps and photos as pictures)
)

require (
	github.com/riverqueue/river v0.51.1 // rooms: stations/jobs (jobs that several machines share)
	github.com/riverqueue/river/riverdriver/riverpgxv5 v0.51.1 // rooms: stations/jobs
	github.com/riverqueue/river/rivertype v0.51.1 // rooms: stations/jobs
)

require (
	github.com/DataDog/czlib v0.0.0-20240814115052-86a9592b3985 // indirect
	github.com/andybalholm/brotli v1.2.6 // indirect
	github.com/apapsch/go-jsonmerge/v2 v2.0.0 // indirect
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/dustin/go-humanize v1.1.0 // indirect
	github.com/gogo/protobuf v1.3.2 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/labstack/gommon v0.5.0 // indirect
	github.com/mattn/go-colorable v0.1.15 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mfridman/interpolate v0.0.2 // indirect
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/ncruces/go-strftime v1.1.0 // indirect
	github.com/parquet-go/bitpack v1.0.0 // indirect
	github.com/parquet-go/jsonlite v1.0.0 // indirect
	github.com/paulmach/protoscan v0.2.1 // indirect
	github.com/phpdave11/gofpdi v1.0.14-0.20211212211723-1f10f9844311 // indirect
	github.com/pierrec/lz4/v4 v4.1.33 // indirect
	github.com/pkg/errors v0.8.1 // indirect
	github.com/prometheus/client_model v0.6.3 // indirect
	github.com/prometheus/common v0.72.0 // indirect
	github.com/prometheus/procfs v0.22.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/richardlehane/mscfb v1.0.7 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/riverqueue/river/riverdriver v0.51.1 // indirect
	github.com/riverqueue/river/rivershared v0.51.1 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/sethvargo/go-retry v0.5.0 // indirect
	github.com/tidwall/gjson v1.20.0 // indirect
	github.com/tidwall/match v1.2.0 // indirect
	github.com/tidwall/pretty v1.2.1 // indirect
	github.com/tidwall/sjson v1.2.5 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/valyala/bytebufferpool v1.0.0 // indirect
	github.com/valyala/fasttemplate v1.2.2 // indirect
	github.com/xuri/efp v0.0.1 // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	go.mongodb.org/mongo-driver/v2 v2.5.0 // indirect
	go.uber.org/multierr v1.11.0 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/term v0.47.0 // indirect
	modernc.org/libc v1.78.0 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)
