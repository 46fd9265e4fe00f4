// Command yizhan (驿站) is a registry of rest stations, a search for the
// nearest one, and a planner of 15-minute service circles.
//
// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some rows were
// rejected.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"regexp"
	"syscall"

	"github.com/alecthomas/kong"
)

// The exit codes of every verb.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitRejected = 3
)

// globals is what every verb gets: the surroundings, and nothing decided.
type globals struct {
	Ctx      context.Context // ends at the first SIGINT or SIGTERM
	Stdout   io.Writer       // results
	Stderr   io.Writer       // progress, logs and error texts
	Terminal bool            // whether Stderr is a terminal, so that progress may be drawn
	Log      *slog.Logger    // writes to Stderr; never given a coordinate
}

// exitError is an error with the exit code it asks for.
type exitError struct {
	Code int
	Err  error
}

// Error implements error.
func (e *exitError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *exitError) Unwrap() error { return e.Err }

// usage makes the error of a wrong command line: exit code 2.
func usage(format string, args ...any) error {
	return &exitError{Code: exitUsage, Err: fmt.Errorf(format, args...)}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run parses args, runs the verb they name and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	// kong prints the help text and then asks to exit; the rest of the line
	// does not matter any more, so its errors are dropped.
	helped := false
	parser, err := newParser(stdout, stderr, func(int) { helped = true })
	if err != nil {
		return report(stderr, err)
	}
	parsed, err := parser.Parse(joined(args))
	switch {
	case helped:
		return exitDone
	case errors.Is(err, fs.ErrNotExist): // the words are right, but for a file that they name
		return report(stderr, err)
	case err != nil:
		return report(stderr, usage("%s (用法 try %s --help)", inBoth(err), meant(err)))
	}
	return report(stderr, parsed.Run(&globals{
		Ctx:      ctx,
		Stdout:   stdout,
		Stderr:   stderr,
		Terminal: isTerminal(stderr),
		Log:      slog.New(slog.NewTextHandler(stderr, nil)),
	}))
}

// newParser returns the parser of the command line.
func newParser(stdout, stderr io.Writer, exit func(int)) (*kong.Kong, error) {
	return kong.New(&verbs{},
		kong.Name("yizhan"),
		kong.Description("驿站的登记、查找与规划 Rest stations: the registry, the nearest one, and the 15-minute circle."),
		kong.Writers(stdout, stderr),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

// meant returns the command that a wrong command line is about, as far as it
// was understood.
func meant(err error) string {
	var wrong *kong.ParseError
	if errors.As(err, &wrong) && wrong.Context != nil && wrong.Context.Selected() != nil {
		return wrong.Context.Selected().FullPath()
	}
	return "yizhan"
}

// joined ties values below zero to their flags, as in --area=-51.3,-30.2,…:
// apart, kong takes them for flags.
func joined(args []string) []string {
	var list []string
	for _, arg := range args {
		last := len(list) - 1
		if belowZero.MatchString(arg) && last >= 0 && longFlag.MatchString(list[last]) {
			list[last] += "=" + arg
			continue
		}
		list = append(list, arg)
	}
	return list
}

var (
	belowZero = regexp.MustCompile(`^-[0-9.]`)
	longFlag  = regexp.MustCompile(`^--[a-z-]+$`)
)

// report tells of err, if any, and returns the exit code for it.
func report(stderr io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(stderr, "yizhan: %s\n", told(err))
	var e *exitError
	if errors.As(err, &e) {
		return e.Code
	}
	return exitFailed
}

// isTerminal reports whether w is a character device, so that progress bars
// stay out of files and pipes.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
