package api

import (
	"context"
	"sync/atomic"

	"yizhan/stations"
)

// areaCache keeps what was made of all areas, until they change: to read the
// outlines of a nation's divisions takes seconds. It is safe for concurrent use;
// two who find it stale make the same.
type areaCache[V any] struct {
	make func([]stations.Area) V
	kept atomic.Pointer[areaVersion[V]]
}

// areaVersion is what was made of the areas of one version.
type areaVersion[V any] struct {
	version string
	value   V
}

// of returns what is made of the store's present areas. Errors are the store's.
func (k *areaCache[V]) of(ctx context.Context, store stations.Areas) (V, error) {
	var none V
	version, err := store.AreasVersion(ctx) // read first: areas of a later version are read again
	if err != nil {
		return none, err
	}
	if kept := k.kept.Load(); kept != nil && kept.version == version {
		return kept.value, nil
	}
	areas, err := store.Areas(ctx, "")
	if err != nil {
		return none, err
	}
	value := k.make(areas)
	k.kept.Store(&areaVersion[V]{version, value})
	return value, nil
}
