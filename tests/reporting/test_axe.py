"""axe-core finds nothing against WCAG 2.2 A and AA, light and dark, nor does the page scroll sideways at 320 pixels.

Runs where a Chromium is installed and CAPPLAN_AXE names a copy of axe.min.js; both stay outside the project.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from capplan.reporting import board_paper, finance_paper, network_names, network_paper, render_html

AXE = Path(os.environ.get("CAPPLAN_AXE", "nowhere"))
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
RULES = '["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]'
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def shown(html: str, folder: Path, script: str, *, width: int) -> str:
    """What the script leaves in `<pre id="told">` once the page has run in a browser of this width."""
    page = folder / "page.html"
    page.write_text(html.replace("</body>", f"{script}</body>"), encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    command += [f"--window-size={width},900", "--virtual-time-budget=60000", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)
    found = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[:500]
    return found.group(1)


def pages(study) -> dict[str, str]:
    """One page of each kind of paper."""
    network = network_paper(study, network_names(study)[0])
    made = {"board": board_paper(study), "finance": finance_paper(study), "network": network}
    return {name: render_html(paper) for name, paper in made.items()}


@pytest.mark.slow
@needs_browser
@pytest.mark.skipif(not AXE.is_file(), reason="CAPPLAN_AXE names no axe.min.js")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["board", "finance", "network"])
def test_axe_finds_nothing(study, tmp_path: Path, kind: str, theme: str) -> None:
    """No violation of WCAG 2.2 A or AA, nor of good practice."""
    html = pages(study)[kind]
    if theme == "dark":
        html = html.replace("@media (prefers-color-scheme: dark)", "@media all")
    axe = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    run = (
        f"axe.run(document,{{runOnly:{RULES}}}).then(r=>{{document.documentElement.innerHTML='<pre id=\"told\">'+"
        "JSON.stringify(r.violations.map(v=>v.id))+'</pre>'})"
    )
    told = shown(html, tmp_path, f"<script>{axe}</script><script>{run}</script>", width=1280)
    assert json.loads(told) == []


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("kind", ["board", "finance", "network"])
def test_nothing_scrolls_sideways_at_320_pixels(study, tmp_path: Path, kind: str) -> None:
    """The page reflows (WCAG 1.4.10): in a frame 320 pixels wide it is no wider than that."""
    html = pages(study)[kind]
    run = (
        "<script>const f=document.createElement('div');f.style.cssText='width:320px;padding:0 1rem';"
        "f.append(...document.body.childNodes);document.body.append(f);"
        "document.documentElement.dataset.wide=f.scrollWidth;"
        "document.documentElement.innerHTML='<pre id=\"told\">'+document.documentElement.dataset.wide+'</pre>'</script>"
    )
    assert int(shown(html, tmp_path, run, width=500)) <= 320


@pytest.mark.slow
@needs_browser
def test_charts_can_be_read_at_360_pixels(study, tmp_path: Path) -> None:
    """On a telephone a chart keeps its words legible, and all of it is reached by scrolling its own region."""
    run = (
        "<script>const told=[...document.querySelectorAll('.card')].map(card=>{card.style.width='328px';"
        "const svg=card.querySelector('svg'), words=[...svg.querySelectorAll('text')];"
        "const scale=svg.getBoundingClientRect().width/svg.viewBox.baseVal.width;card.scrollLeft=1e4;"
        "return [scale*Math.min(...words.map(one=>parseFloat(getComputedStyle(one).fontSize))),"
        "Math.max(...words.map(one=>one.getBoundingClientRect().right))-card.getBoundingClientRect().right,"
        "card.scrollLeft>0&&card.tabIndex===0&&getComputedStyle(card,'::before').content!=='none']});"
        "document.documentElement.innerHTML='<pre id=\"told\">'+JSON.stringify(told)+'</pre>'</script>"
    )
    told = json.loads(shown(pages(study)["board"], tmp_path, run, width=500))
    assert told
    for pixels, beyond, scrolls in told:
        assert pixels >= 8
        assert beyond <= 0
        assert scrolls
