insert into fx select 1
