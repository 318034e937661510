/* The files of the dashboard's pages, as bytes of the program: templates, scripts, styles and texts of
   Sources/ChatServer/Dashboard. SwiftPM's `.embedInCode` writes array literals, which take the Swift compiler minutes. */
#ifndef CDASHBOARD_H
#define CDASHBOARD_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    /* Its name without folders, such as `inbox.mustache`, ended by a zero. */
    const char *name;
    /* Not ended by a zero. */
    const uint8_t *bytes;
    size_t length;
} dashboard_file;

const dashboard_file *dashboard_files(size_t *count);

#endif
