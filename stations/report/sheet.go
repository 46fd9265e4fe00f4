package report

import (
	"bytes"
	"fmt"
	"image"
	"strings"
	"time"

	"github.com/signintech/gopdf"
)

// A sheet of A4, in points.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	margin     = 48.0
	textWidth  = pageWidth - 2*margin
	bottom     = pageHeight - margin - 18 // above the foot
)

// ink is a colour of text or ground.
type ink [3]uint8

var (
	black = ink{0x1a, 0x1d, 0x21}
	quiet = ink{0x5a, 0x62, 0x6b}
	brand = ink{0x0a, 0x3f, 0x73}
)

// sheet writes a document from top to bottom, page after page. The first
// failure is kept and told by finish.
type sheet struct {
	pdf    gopdf.GoPdf
	y      float64 // of the next line's top
	foot   string
	failed error
}

const family = "noto"

// newSheet begins a document. The font is embedded as far as it is used, with
// its map to characters, so that text can be searched and copied.
func (p *Printer) newSheet(title, foot string) *sheet {
	s := &sheet{foot: foot}
	s.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	s.pdf.SetInfo(gopdf.PdfInfo{Title: title, Creator: "yizhan", Producer: "yizhan", CreationDate: p.now().In(time.UTC)})
	s.check(s.pdf.AddTTFFontDataWithOption(family, p.font, gopdf.TtfOption{
		OnGlyphNotFoundSubstitute: func(rune) rune { return '□' },
	}))
	s.newPage()
	return s
}

func (s *sheet) check(err error) {
	if s.failed == nil && err != nil {
		s.failed = fmt.Errorf("write a document: %w", err)
	}
}

func (s *sheet) newPage() {
	s.pdf.AddPage()
	s.y = margin
	s.write(s.foot, margin, pageHeight-margin+2, 8, quiet)
	page := fmt.Sprint(s.pdf.GetNumberOfPages())
	s.write(page, pageWidth-margin-8, pageHeight-margin+2, 8, quiet)
}

// room makes sure that so many points are left on the page.
func (s *sheet) room(height float64) {
	if s.y+height > bottom {
		s.newPage()
	}
}

// write puts one line of text at a place.
func (s *sheet) write(text string, x, y, size float64, colour ink) {
	s.check(s.pdf.SetFont(family, "", size))
	s.pdf.SetTextColor(colour[0], colour[1], colour[2])
	s.pdf.SetXY(x, y)
	s.check(s.pdf.Cell(nil, text))
}

// right puts one line of text so that it ends at x.
func (s *sheet) right(text string, x, y, size float64, colour ink) {
	s.check(s.pdf.SetFont(family, "", size))
	width, err := s.pdf.MeasureTextWidth(text)
	s.check(err)
	s.write(text, x-width, y, size, colour)
}

// paragraph writes text in lines of the page's width.
func (s *sheet) paragraph(text string, size float64, colour ink) {
	s.check(s.pdf.SetFont(family, "", size))
	for part := range strings.SplitSeq(text, "\n") {
		for _, line := range s.lines(part) {
			s.room(size * 1.5)
			s.write(line, margin, s.y, size, colour)
			s.y += size * 1.5
		}
	}
}

// lines breaks a text to the page's width, where pieces says that a line may
// end. A piece that is wider than the page is broken anywhere.
func (s *sheet) lines(text string) (lines []string) {
	line := ""
	for _, piece := range pieces(text) {
		if line != "" && s.width(strings.TrimRight(line+piece, " ")) > textWidth {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
		}
		if line += piece; s.width(strings.TrimRight(line, " ")) <= textWidth {
			continue
		}
		split, err := s.pdf.SplitText(line, textWidth)
		s.check(err)
		if len(split) > 0 {
			lines, line = append(lines, split[:len(split)-1]...), split[len(split)-1]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func (s *sheet) width(text string) float64 {
	w, err := s.pdf.MeasureTextWidth(text)
	s.check(err)
	return w
}

func (s *sheet) heading(text string) {
	s.y += 14
	s.room(60) // not alone at the foot
	s.write(text, margin, s.y, 13, brand)
	s.y += 22
}

// column is one of a table: its head, its part of the width, and whether it
// holds numbers, which are set to the right.
type column struct {
	head    string
	part    float64
	numbers bool
}

// table writes rows under heads, which each page repeats.
func (s *sheet) table(columns []column, rows [][]string) {
	const size, line = 9.0, 16.0
	heads := func() {
		s.row(columns, nil, size)
		s.pdf.SetStrokeColor(quiet[0], quiet[1], quiet[2])
		s.pdf.SetLineWidth(0.5)
		s.pdf.Line(margin, s.y-3, margin+textWidth, s.y-3)
	}
	s.room(3 * line)
	heads()
	for _, row := range rows {
		if s.y+line > bottom {
			s.newPage()
			heads()
		}
		s.row(columns, row, size)
	}
}

// row writes a row, or the heads when it is nil.
func (s *sheet) row(columns []column, row []string, size float64) {
	x := margin
	for i, c := range columns {
		text, colour := c.head, quiet
		if row != nil {
			text, colour = row[i], black
		}
		width := c.part * textWidth
		if c.numbers {
			s.right(text, x+width-6, s.y, size, colour)
		} else {
			s.write(s.fit(text, width-6, size), x, s.y, size, colour)
		}
		x += width
	}
	s.y += size * 1.75
}

// fit cuts a text to the width.
func (s *sheet) fit(text string, width, size float64) string {
	s.check(s.pdf.SetFont(family, "", size))
	for r := []rune(text); ; {
		if s.width(text) <= width || len(r) == 0 {
			return text
		}
		r = r[:len(r)-1]
		text = string(r) + "…"
	}
}

// picture puts an image under a heading, as wide as the page or as tall as
// what is left of it, on a new page when that is little. It returns where the
// image is.
func (s *sheet) picture(heading string, img image.Image) frame {
	const least, head, legend = 280.0, 40.0, 32.0
	s.room(least + head + legend)
	s.heading(heading)
	b := img.Bounds()
	width, height := textWidth, textWidth*float64(b.Dy())/float64(b.Dx())
	if left := bottom - legend - s.y; height > left {
		width, height = width*left/height, left
	}
	f := frame{margin + (textWidth-width)/2, s.y, width}
	s.check(s.pdf.ImageFrom(img, f.left, f.top, &gopdf.Rect{W: width, H: height}))
	s.y += height + 8
	return f
}

// frame is where an image is on its page, in points.
type frame struct{ left, top, width float64 }

// swatch paints a small ground of a colour before a text of a legend and
// returns where the next one begins.
func (s *sheet) swatch(x float64, colour ink, text string) float64 {
	s.pdf.SetFillColor(colour[0], colour[1], colour[2])
	s.pdf.RectFromUpperLeftWithStyle(x, s.y+1, 10, 8, "F")
	s.write(text, x+13, s.y, 8, quiet)
	width, err := s.pdf.MeasureTextWidth(text)
	s.check(err)
	return x + width + 24
}

// finish returns the document.
func (s *sheet) finish() ([]byte, error) {
	if s.failed != nil {
		return nil, s.failed
	}
	var b bytes.Buffer
	if _, err := s.pdf.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write a document: %w", err)
	}
	return b.Bytes(), nil
}
