{application,notes,
             [{description,"Notes"},
              {vsn,"0.1.0"},
              {registered,[]},
              {applications,[kernel,stdlib,project_notes]},
              {modules,[notes_api,notes_plugin]}]}.
