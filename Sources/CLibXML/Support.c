#include "Support.h"

#include <libxml/parser.h>
#include <pthread.h>

static xmlParserInputPtr refuse_entity(const char *url, const char *identifier, xmlParserCtxtPtr context) {
    (void)url;
    (void)identifier;
    (void)context;
    return NULL;
}

static void initialise(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(refuse_entity);
}

void clibxml_initialise(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, initialise);
}
