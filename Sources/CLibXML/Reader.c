#include "CLibXML.h"
#include "Support.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <stdlib.h>

struct CLibXMLReader {
    xmlTextReaderPtr reader;
};

static void ignore_error(void *context, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr at) {
    (void)context;
    (void)message;
    (void)severity;
    (void)at;
}

CLibXMLReader *clibxml_reader_create(const uint8_t *bytes, size_t count) {
    clibxml_initialise();
    if (count > INT_MAX) return NULL;
    CLibXMLReader *self = calloc(1, sizeof *self);
    if (self == NULL) return NULL;
    /* Without XML_PARSE_HUGE the parser keeps its own limits: 256 levels, 10 MB of text in a node, entity growth. */
    self->reader = xmlReaderForMemory((const char *)bytes, (int)count, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
    if (self->reader == NULL) {
        free(self);
        return NULL;
    }
    xmlTextReaderSetErrorHandler(self->reader, ignore_error, NULL);
    return self;
}

void clibxml_reader_free(CLibXMLReader *self) {
    if (self == NULL) return;
    xmlFreeTextReader(self->reader);
    free(self);
}

int clibxml_reader_next(CLibXMLReader *self) {
    int moved = xmlTextReaderRead(self->reader);
    if (moved < 0) return CLIBXML_FAILED;
    if (moved == 0) return CLIBXML_FINISHED;
    switch (xmlTextReaderNodeType(self->reader)) {
    case XML_READER_TYPE_ELEMENT: return CLIBXML_START;
    case XML_READER_TYPE_END_ELEMENT: return CLIBXML_END;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: return CLIBXML_TEXT;
    case XML_READER_TYPE_DOCUMENT_TYPE: return CLIBXML_DOCTYPE;
    case XML_READER_TYPE_ENTITY_REFERENCE: return CLIBXML_ENTITY;
    default: return CLIBXML_OTHER;
    }
}

const char *clibxml_reader_name(CLibXMLReader *self) {
    return (const char *)xmlTextReaderConstLocalName(self->reader);
}

const char *clibxml_reader_text(CLibXMLReader *self) {
    return (const char *)xmlTextReaderConstValue(self->reader);
}

const char *clibxml_reader_attribute(CLibXMLReader *self, const char *name) {
    xmlNodePtr node = xmlTextReaderCurrentNode(self->reader);
    if (node == NULL || node->type != XML_ELEMENT_NODE) return NULL;
    for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next) {
        if (!xmlStrEqual(attribute->name, (const xmlChar *)name)) continue;
        xmlNodePtr value = attribute->children;
        return value == NULL || value->content == NULL ? "" : (const char *)value->content;
    }
    return NULL;
}

int clibxml_reader_is_empty(CLibXMLReader *self) { return xmlTextReaderIsEmptyElement(self->reader) == 1; }

int clibxml_reader_depth(CLibXMLReader *self) { return xmlTextReaderDepth(self->reader); }
