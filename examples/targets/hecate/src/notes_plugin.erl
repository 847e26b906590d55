%% What the daemon calls when it loads the plugin.
-module(notes_plugin).
-behaviour(hecate_plugin).

-export([init/1, manifest/0, routes/0, store_config/0, static_dir/0, flag_maps/0]).

manifest() ->
    #{
        name => <<"notes">>,
        display_name => <<"Notes">>,
        version => <<"0.1.0">>,
        min_sdk_version => <<"0.1.0">>,
        description => <<"Short notes, kept in memory">>,
        icon => <<"sticky-note">>,
        tag => <<"notes-studio">>
    }.

%% Below /plugin/notes/api.
routes() ->
    [{"/notes", notes_api, []}].

store_config() -> none.

static_dir() -> "priv/static".

flag_maps() -> #{}.

init(_Config) ->
    {ok, Pid} = project_notes:start_link(),
    %% The daemon calls this in a process that ends right after.
    unlink(Pid),
    {ok, #{sup_pid => Pid}}.
