/* What Ingest needs of libxml2, behind opaque handles: no libxml2 type shows, so that Swift files may import Foundation
   beside this. Nothing here loads a DTD, an external entity or anything from a network. */
#ifndef CLIBXML_H
#define CLIBXML_H

#include <stddef.h>
#include <stdint.h>

/* A forward reader over one XML document held in memory. */
typedef struct CLibXMLReader CLibXMLReader;

enum {
    CLIBXML_FAILED = -1,    /* not well-formed, or over a limit of the parser */
    CLIBXML_FINISHED = 0,
    CLIBXML_START = 1,      /* an element begins */
    CLIBXML_END = 2,        /* an element ends; never follows the start of an empty element */
    CLIBXML_TEXT = 3,       /* character data, CDATA or white space */
    CLIBXML_DOCTYPE = 4,    /* a document type declaration */
    CLIBXML_ENTITY = 5,     /* a reference to an entity that is not predefined; not expanded */
    CLIBXML_OTHER = 6       /* comments, processing instructions */
};

/* Reads `count` bytes, which must outlive the reader. NULL when out of memory. */
CLibXMLReader *clibxml_reader_create(const uint8_t *bytes, size_t count);
void clibxml_reader_free(CLibXMLReader *reader);
/* Moves to the next node and says what it is. */
int clibxml_reader_next(CLibXMLReader *reader);
/* The element's name without its prefix; valid until the next move. */
const char *clibxml_reader_name(CLibXMLReader *reader);
/* The text of a CLIBXML_TEXT node; valid until the next move. */
const char *clibxml_reader_text(CLibXMLReader *reader);
/* The value of the current element's attribute with this local name, in any namespace; NULL when it has none. */
const char *clibxml_reader_attribute(CLibXMLReader *reader, const char *name);
int clibxml_reader_is_empty(CLibXMLReader *reader);
/* 0 for the root element; the same for the start and the end of an element. */
int clibxml_reader_depth(CLibXMLReader *reader);

/* Events of an HTML document; `attributes` alternates names and values and ends with NULL, or is NULL. */
typedef struct {
    void (*start)(void *context, const char *name, const char *const *attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *utf8, size_t count);
} CLibXMLHTMLHandler;

enum { CLIBXML_HTML_DONE = 0, CLIBXML_HTML_TOO_DEEP = 1, CLIBXML_HTML_FAILED = 2 };

/* Parses UTF-8 HTML as forgivingly as a browser, calling the handler as it goes; the contents of script and style
   elements are left out. Stops at elements nested deeper than `maximum_depth`. */
int clibxml_html_parse(
    const uint8_t *utf8, size_t count, int maximum_depth, const CLibXMLHTMLHandler *handler, void *context);

#endif
