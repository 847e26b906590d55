{application,project_notes,
             [{description,"The notes"},
              {vsn,"0.1.0"},
              {registered,[project_notes]},
              {applications,[kernel,stdlib]},
              {modules,[project_notes]}]}.
