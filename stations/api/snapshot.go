package api

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/features"
	"yizhan/stations/snapshot"
)

// snapshotPath is the route of the files.
const snapshotPath = "/v1/snapshots/:file"

// snapshotRoutes is the part of the table that is about files of what riders
// see.
func (s *Server) snapshotRoutes() []route {
	return []route{
		{http.MethodGet, "/v1/snapshots", Reader, slow, s.getSnapshots},
		{http.MethodGet, snapshotPath, Reader, slow, s.getSnapshotFile},
	}
}

// StationTable is what the files of snapshots tell of a station: what its feature
// tells. A file of a revision is the same whenever it is made, so services that
// end are in it.
func StationTable() snapshot.Table {
	t := snapshot.Table{Value: func(s *stations.Station, column string) any {
		return features.StationFeature(s, time.Time{}).Value(column)
	}}
	for _, column := range features.StationColumns() {
		t.Columns = append(t.Columns, column.Name)
	}
	return t
}

// getSnapshots lists the files of the present revision with their checksums.
func (s *Server) getSnapshots(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	answer := model.Snapshots{Datum: datum.WGS84.String()}
	for _, format := range snapshot.Formats() {
		f, err := s.shelf.Latest(c.Request().Context(), format)
		if err != nil {
			return err
		}
		answer.Revision = max(answer.Revision, int64(f.Revision))
		answer.Files = append(answer.Files, model.SnapshotFile{
			Name: f.Name(), URL: origin(c) + "/v1/snapshots/" + f.Name(), Format: string(format), MediaType: format.Media(),
			Stations: f.Stations, Bytes: len(f.Bytes), Sha256: hex.EncodeToString(f.Sum[:]),
		})
	}
	return private(c, http.StatusOK, answer)
}

// getSnapshotFile sends a file, or the part of it that is asked for, or its
// checksum: stations.parquet is the present one, stations-12.parquet the one of
// revision 12, and with .sha256 behind it what sha256sum would say of it.
func (s *Server) getSnapshotFile(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	name, summed := strings.CutSuffix(c.Param("file"), ".sha256")
	f, err := s.snapshotFile(c, name)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-cache")
	if summed {
		return c.Blob(http.StatusOK, "text/plain; charset=utf-8", f.SumLine())
	}
	h.Set("ETag", `"`+hex.EncodeToString(f.Sum[:])+`"`)
	h.Set(headerDigest, "sha-256=:"+base64.StdEncoding.EncodeToString(f.Sum[:])+":")
	h.Set(echo.HeaderContentType, f.Format.Media())
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+f.Name()+`"`)
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(f.Bytes))
	return nil
}

// snapshotFile finds the file of that name.
func (s *Server) snapshotFile(c echo.Context, name string) (*snapshot.File, error) {
	base, format, _ := strings.Cut(name, ".")
	stem, revision, dated := strings.Cut(base, "-")
	number, err := strconv.ParseInt(revision, 10, 64)
	known := format == string(snapshot.GeoParquet) || format == string(snapshot.CSV)
	switch {
	case stem != "stations" || !known || dated && (err != nil || number < 0):
		return nil, stations.Errorf(stations.NotFound, "没有这个快照 there is no such snapshot; /v1/snapshots lists them")
	case dated:
		return s.shelf.Of(c.Request().Context(), stations.Revision(number), snapshot.Format(format))
	}
	return s.shelf.Latest(c.Request().Context(), snapshot.Format(format))
}
