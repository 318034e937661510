"""Lays a handbook out as a PDF of exactly so many pages: embedded fonts, justified text, running headers and page
numbers, lists, ruled tables, an outline, and every fourth chapter in two columns.

make_pdf.py HANDBOOK.json OUT.pdf PAGES
"""

import json
import os
import sys

import reportlab
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate, Frame, ListFlowable, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Spacer, Table)

FONTS = os.path.join(os.path.dirname(reportlab.__file__), "fonts")
SECTIONS_PER_CHAPTER = 24

body = ParagraphStyle("body", fontName="Vera", fontSize=10, leading=14, alignment=TA_JUSTIFY, spaceAfter=6)
cell = ParagraphStyle("cell", parent=body, fontSize=8.5, leading=11, alignment=0, spaceAfter=0)
heading = ParagraphStyle("heading", fontName="VeraBd", fontSize=12.5, leading=16, spaceBefore=10, spaceAfter=5)
chapter_style = ParagraphStyle("chapter", fontName="VeraBd", fontSize=17, leading=22, spaceAfter=12)


class Handbook(BaseDocTemplate):
    """Notes on which page each section ends."""

    def __init__(self, path, title):
        super().__init__(path, pagesize=A4, title=title, invariant=1)
        width, height = A4
        column = (width - 150) / 2
        wide = Frame(64, 72, width - 128, height - 144, id="wide")
        narrow = [Frame(64 + i * (column + 22), 72, column, height - 144, id=f"column{i}") for i in range(2)]
        self.title_text = title
        self.addPageTemplates([
            PageTemplate("one", [wide], onPage=self.furniture), PageTemplate("two", narrow, onPage=self.furniture)])
        self.ends = {}
        self.section = 0
        self.places = 0

    def furniture(self, canvas, _):
        canvas.saveState()
        canvas.setFont("Vera", 7.5)
        canvas.drawString(64, A4[1] - 46, self.title_text)
        canvas.drawRightString(A4[0] - 64, 42, f"Page {canvas.getPageNumber()}")
        canvas.restoreState()

    def afterFlowable(self, flowable):
        if isinstance(flowable, Paragraph) and flowable.style.name in ("chapter", "heading"):
            level = 0 if flowable.style.name == "chapter" else 1
            self.places += 1
            key = f"place{self.places}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level, closed=level == 0)
        if isinstance(flowable, Spacer):
            self.ends[self.section] = self.page
            self.section += 1


def story(sections):
    flow = []
    for index, section in enumerate(sections):
        chapter, place = divmod(index, SECTIONS_PER_CHAPTER)
        if place == 0:
            if flow:
                flow += [NextPageTemplate("two" if chapter % 4 == 3 else "one"), PageBreak()]
            flow.append(Paragraph(f"Chapter {chapter + 1}", chapter_style))
        flow.append(Paragraph(section["title"], heading))
        flow += [Paragraph(text, body) for text in section["paragraphs"]]
        if section["items"]:
            flow.append(ListFlowable([Paragraph(text, body) for text in section["items"]], bulletFontSize=8))
        if section["table"]:
            rows = [[Paragraph(text, cell) for text in row] for row in section["table"]]
            flow.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.4, "#888888")], repeatRows=1))
        flow.append(Spacer(1, 6))
    return flow


def main(source, path, pages):
    for name in ("Vera", "VeraBd"):
        pdfmetrics.registerFont(TTFont(name, os.path.join(FONTS, f"{name}.ttf")))
    with open(source, encoding="utf-8") as file:
        handbook = json.load(file)
    trial = Handbook(path, handbook["title"])
    trial.build(story(handbook["sections"]))
    fitting = [section for section, page in trial.ends.items() if page <= pages]
    final = Handbook(path, handbook["title"])
    final.build(story(handbook["sections"][:max(fitting) + 1]))
    if final.page != pages:
        sys.exit(f"the handbook fills {final.page} pages, not {pages}: give it more sections")


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
