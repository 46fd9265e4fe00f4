package intake

import (
	"context"
	"fmt"
	"strings"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// recall looks up how the source's files were mapped before, for an import
// that maps no column itself.
func recall(ctx context.Context, store stations.Store, o *Options) error {
	if len(o.Columns) > 0 {
		return nil
	}
	var err error
	o.remembered, err = store.Mapping(ctx, o.Source)
	return err
}

// remember keeps the mapping that an import was given by hand, once it has
// worked.
func remember(ctx context.Context, store stations.Store, o Options) error {
	if o.DryRun || len(o.Columns) == 0 {
		return nil
	}
	return store.PutMapping(ctx, o.Source, o.Columns)
}

// mapColumns finds the fields of the table: by the caller's mapping, or by the
// remembered one when the file has all its columns, and by their names.
func (s *sheet) mapColumns() (*exchange.Mapping, error) {
	if len(s.options.remembered) > 0 {
		if m, err := s.table.MapColumns(s.options.remembered); err == nil {
			s.note(fmt.Sprintf("沿用此来源记住的列对应 %d columns are mapped as in this source's last import with --map", len(s.options.remembered)))
			return m, nil
		}
		s.note("表头变了，记住的列对应未采用 the remembered mapping of this source does not fit this file and was not used")
	}
	return s.table.MapColumns(s.options.Columns)
}

// tellColumns notes which columns were left out.
func (s *sheet) tellColumns() {
	if ignored := s.mapping.Ignored; len(ignored) > 0 {
		s.note("未识别而略过的列 columns that were ignored: " + strings.Join(ignored, ", "))
	}
}
