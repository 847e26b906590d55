%% GET /plugin/notes/api/notes: one note per line. POST adds the body as a note.
-module(notes_api).

-export([init/2]).

init(#{method := <<"POST">>} = Request, State) ->
    {ok, Note, Read} = cowboy_req:read_body(Request),
    ok = project_notes:add(Note),
    {ok, cowboy_req:reply(201, Read), State};
init(Request, State) ->
    Body = lists:join(<<"\n">>, project_notes:all()),
    {ok, cowboy_req:reply(200, #{<<"content-type">> => <<"text/plain">>}, Body, Request), State}.
