package intake

import (
	"context"
	"fmt"
	"slices"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// finish looks at the file as a whole, when all its rows are decided.
func (p *plan) finish(ctx context.Context) error {
	p.findDuplicates()
	if err := p.ask(ctx); err != nil {
		return err
	}
	return p.findGone(ctx)
}

// findDuplicates asks about every station that may be another one too.
func (p *plan) findDuplicates() {
	if len(p.touched) == 0 {
		return
	}
	found := newDuplicates(p.registry, p.at)
	for _, pair := range p.sameCode {
		found.ask(pair[0], pair[1], "the same code")
	}
	touched := make(map[stations.ID]bool, len(p.touched))
	for _, id := range p.touched {
		touched[id] = true
		found.look(id)
	}
	found.shared(touched)
	p.reviews = append(p.reviews, found.reviews()...)
}

// ask drops the questions that were asked before, decided or not.
func (p *plan) ask(ctx context.Context) error {
	fresh := p.reviews[:0]
	for _, r := range p.reviews {
		_, err := p.store.Review(ctx, r.ID)
		switch {
		case stations.CodeOf(err) == stations.NotFound:
			fresh = append(fresh, r)
		case err != nil:
			return err
		}
	}
	p.reviews = fresh
	return nil
}

// goneRows is how many records of a source are read at a time.
const goneRows = 5000

// findGone lists the records that the source had before and has no more, in
// order, as far as they are the caller's. Their stations stay as they are.
func (p *plan) findGone(ctx context.Context) error {
	source := p.sheet.options.Source
	there := make(map[string]bool, len(p.sheet.drafts))
	for i := range p.sheet.drafts {
		if key := p.sheet.drafts[i].key; key.Source == source {
			there[key.Record] = true
		}
	}
	for after, more := "", true; more; {
		rows, err := p.store.SourceRows(ctx, source, after, goneRows)
		if err != nil {
			return err
		}
		if more = len(rows) == goneRows; more {
			after = rows[goneRows-1].Key.Record
		}
		gone, err := p.own(ctx, slices.DeleteFunc(rows, func(row stations.SourceRow) bool { return there[row.Key.Record] }))
		if err != nil {
			return err
		}
		for _, row := range gone {
			values, err := decodeSaid(row.Values)
			if err != nil {
				return err
			}
			p.result.Gone = append(p.result.Gone, Gone{Record: row.Key.Record, Station: row.Station, Name: values[exchange.Name]})
		}
	}
	if n := len(p.result.Gone); n > 0 {
		p.note(fmt.Sprintf("来源此前有、本文件没有的记录 %d 条，站点保持不变 records that the source had before and this file lacks: %d; their stations stay as they are", n, n))
	}
	return nil
}

// own returns the records whose stations the caller may write. Who is bound to
// a division hears nothing of others', nor of what was deleted: no place tells
// any more whose it was.
func (p *plan) own(ctx context.Context, rows []stations.SourceRow) ([]stations.SourceRow, error) {
	if p.sheet.options.Within == "" || len(rows) == 0 {
		return rows, nil
	}
	ids := make([]stations.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.Station
	}
	kept, err := p.store.StationsOf(ctx, ids)
	return slices.DeleteFunc(rows, func(row stations.SourceRow) bool {
		s := kept[row.Station]
		return s == nil || !p.within(s)
	}), err
}

// note adds to this attempt's report what concerns the file as a whole.
func (p *plan) note(text string) { p.result.Notes = append(p.result.Notes, text) }
