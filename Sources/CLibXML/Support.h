#ifndef CLIBXML_SUPPORT_H
#define CLIBXML_SUPPORT_H

/* Initialises libxml2 once and forbids every external entity, whatever a document asks for. */
void clibxml_initialise(void);

#endif
