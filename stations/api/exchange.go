package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/exchange"
	"yizhan/stations/intake"
)

// MaxUpload is the most bytes of an imported file.
const MaxUpload = 50 << 20

// mostOption is the most bytes of an option in a form.
const mostOption = 4 << 10

// postImport reads a file of stations into the registry, as `yizhan import`
// does. An editor writes inside its division only.
func (s *Server) postImport(c echo.Context) error {
	return s.importing(c, func(o intake.Options, file []byte) error {
		report, err := intake.Import(c.Request().Context(), s.Store, bytes.NewReader(file), o)
		if err != nil {
			return err
		}
		return sendReport(c, report)
	})
}

// postRejects answers with the rows that an import would reject, as a file of
// the same format to mend and import. Nothing is written.
func (s *Server) postRejects(c echo.Context) error {
	return s.importing(c, func(o intake.Options, file []byte) error {
		o.DryRun = true
		report, err := intake.Import(c.Request().Context(), s.Store, bytes.NewReader(file), o)
		if err != nil {
			return err
		}
		h := c.Response().Header()
		h.Set(echo.HeaderContentDisposition, `attachment; filename="rejects.`+report.Table.Format+`"`)
		h.Set(echo.HeaderContentType, exportMedia()[report.Table.Format])
		h.Set("Cache-Control", "no-store")
		return exchange.WriteRejects(c.Response(), report.Table, report.Problems)
	})
}

// importing reads an import's file and options.
func (s *Server) importing(c echo.Context, do func(intake.Options, []byte) error) error {
	p, file, err := upload(c, MaxUpload)
	if err != nil {
		return err
	}
	o := importOptions(p)
	o.Within = asking(c).key.Adcode
	if len(s.Roads) > 0 {
		o.Roads = s.Roads[0]
	}
	if err := p.err(); err != nil {
		return err
	}
	return do(o, file)
}

// postPreview tells how a file of stations would be understood.
func (s *Server) postPreview(c echo.Context) error {
	p, file, err := upload(c, MaxUpload)
	if err != nil {
		return err
	}
	o := intake.Options{Source: p.text("source"), Sheet: p.text("sheet"), Columns: p.columns()}
	if err := p.err(); err != nil {
		return err
	}
	preview, err := intake.Inspect(c.Request().Context(), s.Store, bytes.NewReader(file), o)
	if err != nil {
		return err
	}
	return sendJSON(c, previewView(preview))
}

func previewView(p *intake.Preview) model.ImportPreview {
	return model.ImportPreview{
		Format: p.Format, Sheet: p.Sheet, Sheets: p.Sheets, Header: p.Header, Rows: p.Rows, Hidden: p.Hidden,
		Columns: views(p.Columns, func(c intake.PreviewColumn) model.ImportColumn { return model.ImportColumn(c) }),
		Fields:  p.Fields, Remembered: p.Remembered, Problems: views(p.Problems, fieldProblem),
	}
}

// sendReport answers with a report, its places in WGS-84 for a map.
func sendReport(c echo.Context, report *intake.Report) error {
	return sendJSON(c, struct {
		*intake.Report
		Notes  []string            `json:"notes"`
		Places []model.ImportPlace `json:"places"`
	}{report, append([]string{}, report.Notes...), views(report.Places, importPlace)})
}

// importPlace is where a row with a problem says that it is.
func importPlace(p intake.Place) model.ImportPlace {
	at := datum.In(p.Coord)
	return model.ImportPlace{Row: p.Row, Name: p.Name, Lon: decimal(at.Lon()), Lat: decimal(at.Lat())}
}

// importOptions reads the options that the command line has too.
func importOptions(p *params) intake.Options {
	o := intake.Options{
		Source: p.text("source"), Key: p.text("key"), Sheet: p.text("sheet"),
		Kind: stations.Kind(p.text("kind")), Datum: p.statedDatum(),
	}
	switch dry := p.text("dry_run"); dry {
	case "", "false":
	case "true":
		o.DryRun = true
	default:
		p.add("dry_run", "is neither true nor false")
	}
	o.Columns = p.columns()
	return o
}

// statedDatum reads the datum of a file, which has no default: none is told by
// who reads the file.
func (p *params) statedDatum() datum.Datum {
	stated := p.text("datum")
	if stated == "" {
		return 0
	}
	d, err := datum.Parse(stated)
	if err != nil {
		p.add("datum", "is none of wgs84, gcj02, bd09")
	}
	return d
}

// columns reads what somebody maps by hand: map=COLUMN=FIELD, repeatable.
func (p *params) columns() map[string]string {
	columns := map[string]string{}
	for pair := range p.values.each("map") {
		at := strings.LastIndex(pair, "=") // fields have none, columns may
		if at <= 0 || at == len(pair)-1 {
			p.add("map", "want COLUMN=FIELD")
			continue
		}
		columns[pair[:at]] = pair[at+1:]
	}
	return columns
}

// upload returns a request's options and file, of so many bytes at most: the
// body is the file and the address holds the options, or a form holds both, the
// file in the field "file".
func upload(c echo.Context, most int64) (*params, []byte, error) {
	p, err := query(c)
	if err != nil {
		return nil, nil, err
	}
	r := c.Request()
	if err := asSent(r); err != nil {
		return nil, nil, err
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, most+1<<20) // a form has some frame
	media, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	var file []byte
	if media == echo.MIMEMultipartForm {
		file, err = readForm(r, p)
	} else {
		file, err = io.ReadAll(r.Body)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), int64(len(file)) > most:
		return nil, nil, tooLarge(most)
	case err != nil:
		return nil, nil, &stations.Error{Code: stations.Invalid, Text: "the file could not be read", Err: err}
	case len(file) == 0:
		return nil, nil, stations.BadField("file", "is required")
	}
	return p, file, nil
}

// tooLarge is the refusal of a file of more bytes than that.
func tooLarge(most int64) error {
	rule := fmt.Sprintf("is larger than %d MB", most>>20)
	return refusal{
		status: http.StatusRequestEntityTooLarge, code: "too_large", title: "内容过大 Too large",
		detail: fmt.Sprintf("文件超过 %d MB the file %s", most>>20, rule), fields: []stations.Problem{{Field: "file", Problem: rule}},
	}
}

// readForm adds a form's fields to those of the address and returns its file.
func readForm(r *http.Request, p *params) ([]byte, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	var file []byte
	for {
		part, err := form.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return file, nil
		case err != nil:
			return nil, err
		case part.FormName() == "file":
			file, err = io.ReadAll(part)
		default:
			err = p.option(part)
		}
		if err != nil {
			return nil, err
		}
	}
}

// option adds a field of a form that is not its file.
func (p *params) option(part *multipart.Part) error {
	value, err := io.ReadAll(io.LimitReader(part, mostOption+1))
	if len(value) > mostOption {
		p.add(short(part.FormName()), fmt.Sprintf("is longer than %d kB", mostOption>>10))
	}
	p.values.add(part.FormName(), string(value))
	return err
}

// getExport writes the whole registry to a file that an import reads back: to
// readers what riders see, to those inside every stage of life.
func (s *Server) getExport(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	format, d := p.text("format"), p.datum()
	if format == "" {
		format = p.format(c, "csv", "xlsx", "geojson")
	}
	media, known := exportMedia()[format]
	if !known {
		p.add("format", "is none of csv, xlsx, geojson")
	}
	if err := p.err(); err != nil {
		return err
	}
	ctx, a := c.Request().Context(), asking(c)
	mark, err := s.asOf(ctx, stations.Mark{})
	if err != nil {
		return err
	}
	tag := contentTag(fmt.Append(nil, format, d, mark.Epoch, mark.Revision, a.scope()))
	if fresh(c, tag, "private, no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	leave, err := seat(c, s.exports)
	if err != nil {
		return err
	}
	defer leave()
	list, err := s.exportedAt(ctx, mark, a.scope())
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="stations.`+format+`"`)
	c.Response().Header().Set(echo.HeaderContentType, media)
	return exchange.Write(c.Response(), format, d, list)
}

// exportedAt returns the stations of a scope as of a mark of asOf, shared and
// not to be changed. What riders see is in memory, and is not read from the
// store a second time, if the finder stands at that mark.
func (s *Server) exportedAt(ctx context.Context, mark stations.Mark, scope stations.Scope) ([]*stations.Station, error) {
	now := s.Finder.Snapshot()
	if scope == stations.ScopePublic && now != nil && mark == (stations.Mark{Epoch: now.Epoch, Revision: now.Revision}) {
		return slices.AppendSeq(make([]*stations.Station, 0, now.Len()), now.All()), nil
	}
	_, all, err := s.whole(ctx, mark)
	return s.exported(scope, all), err
}

// exported keeps the stations of a scope.
func (s *Server) exported(scope stations.Scope, all []*stations.Station) []*stations.Station {
	if scope == stations.ScopeAll {
		return all
	}
	public, now := stations.Public(), s.Now()
	var list []*stations.Station
	for _, station := range all {
		if public.Match(station, now) {
			list = append(list, station)
		}
	}
	return list
}

// exportMedia is the media type of each format.
func exportMedia() map[string]string {
	return map[string]string{
		"csv":     "text/csv; charset=utf-8",
		"xlsx":    mediaXLSX,
		"geojson": MediaGeoJSON,
	}
}
