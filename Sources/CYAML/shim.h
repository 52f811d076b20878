#ifndef TOLLGATE_CYAML_H
#define TOLLGATE_CYAML_H
#include <yaml.h>
#endif
