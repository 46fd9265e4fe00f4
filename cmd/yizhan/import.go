package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/schollz/progressbar/v3"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/exchange"
	"yizhan/stations/intake"
	"yizhan/stations/wording"
)

// importCmd reads a file of stations into the store.
type importCmd struct {
	storeFlag
	File    string   `arg:"" help:"文件 CSV (UTF-8, GB18030), XLSX or GeoJSON, told by its content; - is standard input."`
	Source  string   `required:"" placeholder:"NAME" help:"来源名称 Who the file is from; with the row's record it identifies a station."`
	Datum   string   `required:"" placeholder:"wgs84|gcj02|bd09" help:"坐标系 Datum of the coordinates: wgs84, gcj02 or bd09."`
	Kind    string   `help:"默认类型 Kind of new stations whose row names none."`
	Key     string   `placeholder:"COL" help:"记录号列 The column that tells rows apart; without it source_record, id or code, or else kind, name and address."`
	Sheet   string   `placeholder:"NAME" help:"工作表 Sheet of an XLSX workbook; the first visible one without it."`
	Map     []string `sep:"none" placeholder:"COL=FIELD" help:"列对应 Read this column as that field, as in --map \"站点名称=name\"; repeatable; remembered for the source."`
	Roads   string   `type:"existingfile" placeholder:"FILE" help:"路网 Road file that positions are held against, to find those in another datum."`
	Rejects string   `type:"path" placeholder:"FILE" help:"被拒的行 Write rejected rows here, in the file's own format, with a column that says why."`
	DryRun  bool     `help:"只检查 Report, and write nothing to the store."`
	JSON    bool     `name:"json" help:"以 JSON 输出 Print the report as one JSON document."`
}

// Run imports the file. Exit code 3 when rows were rejected.
func (c importCmd) Run(g *globals) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	file, err := openInput(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	store, err := c.open(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	report, err := c.importFile(g, store, file, options)
	if err != nil {
		return mapError(err)
	}
	if err := errors.Join(c.print(g, report), c.reject(report)); err != nil {
		return err
	}
	if report.Rejected > 0 {
		return &exitError{Code: exitRejected, Err: fmt.Errorf("%d 行被拒绝 rows were rejected", report.Rejected)}
	}
	return nil
}

// importFile imports with the road file, when one is named.
func (c importCmd) importFile(g *globals, store stations.Store, file io.Reader, o intake.Options) (*intake.Report, error) {
	if c.Roads != "" {
		network, err := roads.Open(c.Roads)
		if err != nil {
			return nil, &stations.Error{Code: stations.Invalid, Text: "cannot read the road file", Err: err}
		}
		defer network.Close()
		o.Roads = network
	}
	o.Progress = drawn(g)
	// Half a gigabyte must do for 200,000 rows, and SQLite's own memory comes on
	// top: below this the collector has its ease, near it it works harder.
	const softLimit = 320 << 20
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(softLimit))
	return intake.Import(g.Ctx, store, file, o)
}

// reject writes the rejected rows, when there are some and a file is named.
func (c importCmd) reject(report *intake.Report) error {
	if c.Rejects == "" || report.Rejected == 0 {
		return nil
	}
	err := replaceFile(c.Rejects, func(w io.Writer) error { return exchange.WriteRejects(w, report.Table, report.Problems) })
	if err != nil {
		return &stations.Error{Code: stations.Internal, Text: "cannot write the rejected rows", Err: err}
	}
	return nil
}

// options checks the command line.
func (c importCmd) options() (intake.Options, error) {
	o := intake.Options{Source: c.Source, Kind: stations.Kind(c.Kind), Key: c.Key, Sheet: c.Sheet, DryRun: c.DryRun}
	if strings.TrimSpace(c.Source) == "" {
		return o, usage("--source: 必填 is required")
	}
	var err error
	if o.Datum, err = parseDatum(c.Datum); err != nil {
		return o, err
	}
	if c.Kind != "" {
		if _, err := stations.ParseKind(c.Kind); err != nil {
			return o, usage("--kind: %w", err)
		}
	}
	o.Columns, err = parseMap(c.Map)
	return o, err
}

// openInput opens a file to read, standard input for "-".
func openInput(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, stations.Errorf(stations.NotFound, "cannot read the file: %v", err)
	}
	return file, nil
}

// drawn returns a progress bar on stderr when that is a terminal.
func drawn(g *globals) func(done, all int) {
	if !g.Terminal {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, all int) {
		if bar == nil {
			bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(g.Stderr), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}

func (c importCmd) print(g *globals, report *intake.Report) error {
	for _, note := range report.Notes {
		fmt.Fprintf(g.Stderr, "注意 note: %s\n", note)
	}
	if c.JSON {
		return json.NewEncoder(g.Stdout).Encode(report)
	}
	return describe(g.Stdout, report, c.DryRun)
}

// mostProblems is how many problems the report for people lists; --json lists
// all.
const mostProblems = 100

// describe writes the report for people.
func describe(w io.Writer, report *intake.Report, dry bool) error {
	var b strings.Builder
	if dry {
		b.WriteString("试运行，没有写入 dry run, nothing was written\n")
	}
	fmt.Fprintf(&b, "读取 read %d · 新增 created %d · 更新 updated %d · 未变 unchanged %d · 拒绝 rejected %d · 存疑 suspect %d\n",
		report.Read, report.Created, report.Updated, report.Unchanged, report.Rejected, report.Suspect)
	for i, p := range report.Problems {
		if i == mostProblems {
			fmt.Fprintf(&b, "……另有 %d 条，见 --json; and %d more, see --json\n", len(report.Problems)-i, len(report.Problems)-i)
			break
		}
		b.WriteString(line(p))
	}
	if dry {
		b.WriteString(changes(report))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// changes tells what a dry run would change of stations that are known.
func changes(report *intake.Report) string {
	var b strings.Builder
	listed := report.Changes[:min(len(report.Changes), mostProblems)]
	for _, c := range listed {
		fmt.Fprintf(&b, "第 %d 行 row %d · %s %s", c.Row, c.Row, c.Station, c.Name)
		for _, f := range c.Fields {
			fmt.Fprintf(&b, " · %s %q → %q", exchange.Label(f.Field), exchange.Plain(f.Before), exchange.Plain(f.After))
		}
		if c.MovedM != nil {
			fmt.Fprintf(&b, " · 移动 moved %.0f m", *c.MovedM)
		}
		b.WriteString("\n")
	}
	if more := report.Updated - len(listed); more > 0 {
		fmt.Fprintf(&b, "……另有 %d 个站点有改动，见 --json; and %d more stations change, see --json\n", more, more)
	}
	return b.String()
}

// line tells a problem with a row, or with the whole file, which is row 0.
func line(p exchange.Problem) string {
	where := fmt.Sprintf("第 %d 行 row %d", p.Row, p.Row)
	if p.Row == 0 {
		where = "整个文件 the whole file"
	}
	what := exchange.Label(p.Field)
	if p.Value != "" {
		what += fmt.Sprintf(" %q", p.Value)
	}
	return fmt.Sprintf("%s · %s: %s\n", where, what, wording.Both(p.Problem))
}
