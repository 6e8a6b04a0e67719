// Charts (ECharts) and maps (Leaflet) from the JSON beside them. Their libraries are fetched when first needed.
"use strict";
(() => {
  const { syCharts, syMaps, syMapsStyle } = document.body.dataset;
  const fetched = {};
  const data = (id) => JSON.parse(document.getElementById(id).textContent);
  const family = getComputedStyle(document.body).fontFamily;

  function fetchScript(url) {
    fetched[url] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src: url, onload: resolve, onerror: reject });
      document.head.append(script);
    });
    return fetched[url];
  }

  function fetchStyle(url) {
    if (fetched[url]) return;
    fetched[url] = true;
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: url }));
  }

  async function drawChart(box) {
    await fetchScript(syCharts);
    const option = data(box.dataset.syChart);
    option.textStyle = { fontFamily: family };
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option);
    new ResizeObserver(() => chart.resize()).observe(box);
  }

  function words({ name, figure, unit }) {
    return figure === null ? name : `${name} · ${figure.toLocaleString()} ${unit}`;
  }

  async function drawMap(box) {
    fetchStyle(syMapsStyle);
    await fetchScript(syMaps);
    const { L } = window;
    const map = L.map(box, { scrollWheelZoom: false, attributionControl: Boolean(box.dataset.tiles) });
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles).addTo(map);
    const layer = L.geoJSON(data(box.dataset.syMap), {
      style: ({ properties }) => ({ color: "#fff", weight: 1.5, fillColor: properties.fill, fillOpacity: 0.92 }),
      pointToLayer: ({ properties }, at) => L.circleMarker(at, { radius: 7, color: "#fff", weight: 2, fillColor: properties.fill, fillOpacity: 1 }),
      onEachFeature: ({ properties }, shape) => {
        shape.bindTooltip(document.createTextNode(words(properties)).textContent.replace(/</g, "&lt;"), { sticky: true });
        if (properties.url) shape.on("click", () => location.assign(properties.url));
      },
    }).addTo(map);
    map.fitBounds(layer.getBounds(), { padding: [12, 12] });
  }

  window.syDraw = (root) => {
    for (const [name, paint] of [["chart", drawChart], ["map", drawMap]])
      for (const box of root.querySelectorAll(`[data-sy-${name}]:not([data-sy-drawn])`)) {
        box.dataset.syDrawn = "";
        paint(box);
      }
  };
  window.syDraw(document);
})();
