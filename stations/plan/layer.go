package plan

import (
	"encoding/json"
	"slices"
	"strings"

	"yizhan/stations"
)

// chooseLayers returns the layers that a text means, ascending by name and
// each once: the one of that name, or those of its names between commas. For
// "" it is the default layer, else the only one, else none. UnmetLayer is
// known without being loaded; it then has no version.
func chooseLayers(layers []stations.DemandLayer, text string) ([]stations.DemandLayer, error) {
	if text == "" {
		return defaultLayer(layers)
	}
	if i := indexLayer(layers, text); i >= 0 {
		return layers[i : i+1], nil
	}
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		names = append(names, strings.TrimSpace(name))
	}
	slices.Sort(names)
	var chosen []stations.DemandLayer
	for _, name := range slices.Compact(names) {
		i := indexLayer(layers, name)
		switch {
		case i >= 0:
			chosen = append(chosen, layers[i])
		case name == UnmetLayer:
			chosen = append(chosen, stations.DemandLayer{Name: name})
		default:
			return nil, stations.BadField("layer", "没有这个需求图层 is not loaded; loaded: "+layerNames(layers))
		}
	}
	return chosen, nil
}

func defaultLayer(layers []stations.DemandLayer) ([]stations.DemandLayer, error) {
	i := indexLayer(layers, stations.DefaultLayer)
	switch {
	case i >= 0:
		return layers[i : i+1], nil
	case len(layers) <= 1:
		return layers, nil
	}
	return nil, stations.BadField("layer", "name one or several of "+layerNames(layers))
}

func indexLayer(layers []stations.DemandLayer, name string) int {
	return slices.IndexFunc(layers, func(l stations.DemandLayer) bool { return l.Name == name })
}

func layerNames(layers []stations.DemandLayer) string {
	if len(layers) == 0 {
		return "none"
	}
	var names []string
	for _, l := range layers {
		names = append(names, l.Name)
	}
	return strings.Join(names, ", ")
}

// layerText is a name, names between commas, or a list of names.
type layerText string

// UnmarshalJSON reads a text, or a list of texts.
func (l *layerText) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*l = layerText(text)
		return nil
	}
	var many []string
	if json.Unmarshal(data, &many) != nil {
		return stations.BadField("layer", "must be the name of a layer or a list of names")
	}
	*l = layerText(strings.Join(many, ","))
	return nil
}
