#!/usr/bin/env escript
%% Takes a package as hecate-daemon does: extract, one code path, every module, every application, then the callbacks.
%% Prints one line per step. Arguments: the archive, a folder, the callback module, what to call init/1 for.
main([Archive, Dir, Name, Init]) ->
    Callback = list_to_atom(Name),
    ok = erl_tar:extract(Archive, [compressed, {cwd, Dir}]),
    Ebin = filename:join(Dir, "ebin"),
    true = filelib:is_dir(Ebin),
    true = code:add_patha(Ebin),
    Beams = lists:sort(filelib:wildcard(filename:join(Ebin, "*.beam"))),
    Modules = [load(Beam) || Beam <- Beams],
    io:format("modules ~w~n", [Modules]),
    Apps = [list_to_atom(filename:basename(App, ".app")) || App <- lists:sort(filelib:wildcard(filename:join(Ebin, "*.app")))],
    [ok = application:load(App) || App <- Apps],
    io:format("applications ~w~n", [Apps]),
    {file, _} = code:is_loaded(Callback),
    Manifest = Callback:manifest(),
    io:format("manifest ~s ~s ~s~n", [maps:get(Key, Manifest) || Key <- [name, version, tag]]),
    Routes = Callback:routes(),
    [true = code:is_loaded(Handler) =/= false || {_Path, Handler, _Opts} <- Routes],
    io:format("routes ~p~n", [[Path || {Path, _Handler, _Opts} <- Routes]]),
    none = Callback:store_config(),
    Static = filename:join(Dir, Callback:static_dir()),
    io:format("component ~p~n", [filelib:is_regular(filename:join(Static, "component.js"))]),
    true = is_map(Callback:flag_maps()),
    case Init of
        "init" ->
            {ok, #{sup_pid := Pid}} = Callback:init(#{plugin_name => "notes", store_id => none, data_dir => Dir}),
            io:format("running ~p~n", [is_process_alive(Pid)]);
        _ -> ok
    end.

load(Beam) ->
    {module, Module} = code:load_abs(filename:rootname(Beam)),
    Module.
