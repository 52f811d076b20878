/* Reads a YAML file into memory and runs libyaml's parser over it to the end: the least that any program does which
 * reads the file with libyaml. */

#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

static unsigned char *contents(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    unsigned char *bytes = NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        long end = ftell(file);
        rewind(file);
        *size = end < 0 ? 0 : (size_t)end;
        bytes = malloc(*size + 1);
        if (bytes && fread(bytes, 1, *size, file) != *size) {
            free(bytes);
            bytes = NULL;
        }
    }
    fclose(file);
    return bytes;
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: yaml-events FILE\n");
        return 64;
    }
    size_t size = 0;
    unsigned char *bytes = contents(arguments[1], &size);
    if (!bytes) {
        perror(arguments[1]);
        return 66;
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return 71;
    yaml_parser_set_input_string(&parser, bytes, size);
    long events = 0;
    for (yaml_event_type_t type = YAML_NO_EVENT; type != YAML_STREAM_END_EVENT; events++) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            fprintf(stderr, "%s:%zu: %s\n", arguments[1], parser.problem_mark.line + 1, parser.problem);
            return 65;
        }
        type = event.type;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    free(bytes);
    printf("%ld events\n", events);
    return 0;
}
