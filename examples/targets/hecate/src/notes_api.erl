%% GET /plugin/notes/api/notes gives all notes; POST of {"note": "..."} adds one. Hecate runs on OTP 27, which has json.
-module(notes_api).

-export([init/2]).

init(#{method := <<"POST">>} = Request, State) ->
    {ok, Body, Read} = cowboy_req:read_body(Request),
    #{<<"note">> := Note} = json:decode(Body),
    ok = project_notes:add(Note),
    reply(201, #{note => Note}, {Read, State});
init(Request, State) ->
    reply(200, project_notes:all(), {Request, State}).

reply(Status, Answer, {Request, State}) ->
    Headers = #{<<"content-type">> => <<"application/json">>},
    {ok, cowboy_req:reply(Status, Headers, json:encode(Answer), Request), State}.
