#include "CLibXML.h"
#include "Support.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

typedef struct {
    const CLibXMLHTMLHandler *handler;
    void *context;
    htmlParserCtxtPtr parser;
    int depth;
    int maximum_depth;
    int too_deep;
} Run;

static void start_element(void *data, const xmlChar *name, const xmlChar **attributes) {
    Run *run = data;
    if (run->too_deep) return;
    if (++run->depth > run->maximum_depth) {
        run->too_deep = 1;
        xmlStopParser(run->parser);
        return;
    }
    run->handler->start(run->context, (const char *)name, (const char *const *)attributes);
}

static void end_element(void *data, const xmlChar *name) {
    Run *run = data;
    if (run->too_deep) return;
    run->depth--;
    run->handler->end(run->context, (const char *)name);
}

static void characters(void *data, const xmlChar *text, int count) {
    Run *run = data;
    if (!run->too_deep && count > 0) run->handler->text(run->context, (const char *)text, (size_t)count);
}

/* The parser hands the contents of script and style to this callback alone. */
static void ignore_cdata(void *data, const xmlChar *text, int count) {
    (void)data;
    (void)text;
    (void)count;
}

int clibxml_html_parse(
    const uint8_t *utf8, size_t count, int maximum_depth, const CLibXMLHTMLHandler *handler, void *context) {
    clibxml_initialise();
    if (count > INT_MAX) return CLIBXML_HTML_FAILED;
    if (count == 0) return CLIBXML_HTML_DONE;
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt((const char *)utf8, (int)count);
    if (parser == NULL) return CLIBXML_HTML_FAILED;
    htmlCtxtUseOptions(
        parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
                    | HTML_PARSE_IGNORE_ENC);
    /* The bytes are UTF-8 whatever a meta element says. */
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    Run run = { handler, context, parser, 0, maximum_depth, 0 };
    htmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.startElement = start_element;
    sax.endElement = end_element;
    sax.characters = characters;
    sax.ignorableWhitespace = characters;
    sax.cdataBlock = ignore_cdata;
    /* The context owns a handler of its own that must be given back before it is freed. */
    htmlSAXHandlerPtr own = parser->sax;
    parser->sax = &sax;
    parser->userData = &run;
    htmlParseDocument(parser);
    parser->sax = own;
    if (parser->myDoc != NULL) {
        xmlFreeDoc(parser->myDoc);
        parser->myDoc = NULL;
    }
    htmlFreeParserCtxt(parser);
    return run.too_deep ? CLIBXML_HTML_TOO_DEEP : CLIBXML_HTML_DONE;
}
