package postgis

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"yizhan/stations/ewkb"
)

// registerGeometry teaches a new connection the type geometry, whose number
// differs from database to database. Without PostGIS there is none: Open then
// finds the database unmigrated.
func registerGeometry(ctx context.Context, conn *pgx.Conn) error {
	var oid *uint32
	if err := conn.QueryRow(ctx, `SELECT to_regtype('geometry')::oid`).Scan(&oid); err != nil {
		return fmt.Errorf("look up the type geometry: %w", err)
	}
	if oid != nil {
		conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: *oid, Codec: geometry{}})
	}
	return nil
}

// geometry is the codec between orb.Point, orb.MultiPolygon, EWKB and PostGIS. It
// speaks the binary format only, which is EWKB, so the DSN must not ask for
// the simple protocol.
type geometry struct{}

var _ pgtype.Codec = geometry{}

// FormatSupported implements pgtype.Codec.
func (geometry) FormatSupported(format int16) bool { return format == pgtype.BinaryFormatCode }

// PreferredFormat implements pgtype.Codec.
func (geometry) PreferredFormat() int16 { return pgtype.BinaryFormatCode }

// PlanEncode implements pgtype.Codec.
func (geometry) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if format != pgtype.BinaryFormatCode {
		return nil
	}
	switch value.(type) {
	case orb.Point, orb.MultiPolygon, []byte:
		return encodeGeometry{}
	}
	return nil
}

type encodeGeometry struct{}

// Encode implements pgtype.EncodePlan.
func (encodeGeometry) Encode(value any, buf []byte) ([]byte, error) {
	var data []byte
	var err error
	switch g := value.(type) {
	case orb.Point:
		data, err = ewkb.Point(g)
	case orb.MultiPolygon:
		data, err = ewkb.MultiPolygon(g)
	case []byte: // EWKB, out of an archive; PostGIS looks at it closely
		data = g
	default:
		err = fmt.Errorf("cannot write %T as geometry", value)
	}
	return append(buf, data...), err
}

// PlanScan implements pgtype.Codec.
func (geometry) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	if format != pgtype.BinaryFormatCode {
		return nil
	}
	switch target.(type) {
	case *orb.Point, *orb.MultiPolygon:
		return scanGeometry{}
	}
	return nil
}

type scanGeometry struct{}

// Scan implements pgtype.ScanPlan. NULL is an error: no column may be null.
func (scanGeometry) Scan(src []byte, target any) (err error) {
	switch g := target.(type) {
	case *orb.Point:
		*g, err = ewkb.ParsePoint(src)
	case *orb.MultiPolygon:
		*g, err = ewkb.ParseMultiPolygon(src)
	default:
		err = fmt.Errorf("cannot read geometry into %T", target)
	}
	return err
}

// DecodeDatabaseSQLValue implements pgtype.Codec: the EWKB itself.
func (geometry) DecodeDatabaseSQLValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (driver.Value, error) {
	return append([]byte(nil), src...), nil
}

// DecodeValue implements pgtype.Codec: the EWKB itself.
func (geometry) DecodeValue(_ *pgtype.Map, _ uint32, _ int16, src []byte) (any, error) {
	return append([]byte(nil), src...), nil
}
