// Maps: areas coloured by completion, and the place of one premises. Data stands in a <script type="application/json">.
import * as leaflet from "leaflet";
import type { Feature, FeatureCollection } from "geojson";

interface AreaShape {
  code: string;
  name: string;
  band: string;
  words: string;
  url: string;
  label: [number, number] | null;
}

const OPTIONS: leaflet.MapOptions = {
  attributionControl: false,
  scrollWheelZoom: false,
  zoomSnap: 0.1,
  zoomControl: false,
};

function data<T>(id: string | undefined): T | null {
  const element = id ? document.getElementById(id) : null;
  return element?.textContent ? (JSON.parse(element.textContent) as T) : null;
}

function areas(element: HTMLElement): void {
  const shapes = data<FeatureCollection>(element.dataset.areas);
  if (!shapes?.features.length) return;
  const map = leaflet.map(element, { ...OPTIONS, keyboard: false });
  leaflet.control.zoom({ zoomInTitle: element.dataset.zoomIn, zoomOutTitle: element.dataset.zoomOut }).addTo(map);
  const layer = leaflet
    .geoJSON(shapes, {
      style: (feature) => ({ className: `area band-${feature?.properties.band}`, weight: 1.2 }),
      onEachFeature: (feature, shape) => dress(feature, shape),
    })
    .addTo(map);
  for (const feature of shapes.features) label(feature, map);
  const fit = (): void => void map.invalidateSize().fitBounds(layer.getBounds(), { padding: [8, 8] });
  fit();
  new ResizeObserver(fit).observe(element);
}

function dress(feature: Feature, shape: leaflet.Layer): void {
  const area = feature.properties as AreaShape;
  shape.bindTooltip(`${area.name} ${area.words}`, { sticky: true });
  shape.on("click", () => location.assign(area.url));
}

function label(feature: Feature, map: leaflet.Map): void {
  const area = feature.properties as AreaShape;
  if (!area.label) return;
  const text = document.createElement("span");
  text.append(area.name, document.createElement("br"), area.words);
  const icon = leaflet.divIcon({ className: "map-label", html: text, iconSize: [0, 0] });
  leaflet.marker([area.label[1], area.label[0]], { icon, interactive: false, keyboard: false }).addTo(map);
}

function place(element: HTMLElement): void {
  const at: leaflet.LatLngTuple = [Number(element.dataset.latitude), Number(element.dataset.longitude)];
  const map = leaflet.map(element, { ...OPTIONS, keyboard: false, dragging: false }).setView(at, 11);
  const shapes = data<FeatureCollection>(element.dataset.areas);
  if (shapes) {
    const layer = leaflet.geoJSON(shapes, { interactive: false, style: () => ({ className: "area band-quiet", weight: 1 }) });
    layer.addTo(map);
    map.fitBounds(layer.getBounds().extend(at), { padding: [6, 6] });
  }
  leaflet.circleMarker(at, { radius: 6, className: "map-place", interactive: false }).addTo(map);
}

function draw(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>(".map:not([data-drawn])")) {
    element.dataset.drawn = "yes";
    if (element.dataset.latitude) place(element);
    else areas(element);
  }
}

draw(document);
document.addEventListener("htmx:after:swap", () => draw(document));
